import http from 'node:http';
import type {AddressInfo} from 'node:net';

/** A catalog that sells tea, as its own process. */
const server = http.createServer((request, response) => {
	const known = request.url === '/products/tea';
	response.writeHead(known ? 200 : 404, {'content-type': 'application/json'});
	response.end(known ? '{"sku":"tea","unit_price":2,"currency":"EUR"}' : '{}');
});
server.listen(0, '127.0.0.1', () => {
	const {port} = server.address() as AddressInfo;
	process.stdout.write(`${JSON.stringify({msg: 'listening', port})}\n`);
});
process.once('SIGTERM', () => process.exit(0));
