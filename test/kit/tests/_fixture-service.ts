import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';

/** What `startService` needs of a service, and each way to disappoint it: `MODE` says which. */
const {HOST, PORT, MODE} = process.env;

function log(line: object) {
	process.stdout.write(`${JSON.stringify(line)}\n`);
}

if (MODE === 'exit') {
	process.stderr.write('PORT must be 0-65535, got "http"\n');
	process.exit(1);
}

const server = createServer((request, response) => {
	log({msg: 'request', path: request.url});
	response.end(JSON.stringify({host: request.headers.host, environment: Object.keys(process.env).sort()}));
});

server.listen(Number(PORT), HOST, () => {
	process.stdout.write('not JSON\n');
	log({msg: 'listening', port: (server.address() as AddressInfo).port});
});

process.on('SIGTERM', () => {
	server.close();
	server.closeAllConnections();
	log({msg: 'stopped'});
});
