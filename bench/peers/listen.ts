import type {AddressInfo, Server} from 'node:net';

/** Print the line the service prints when it accepts connections, so one harness starts them all. */
export function announce(server: Server): void {
	const {port} = server.address() as AddressInfo;
	process.stdout.write(`${JSON.stringify({msg: 'listening', port})}\n`);
}
