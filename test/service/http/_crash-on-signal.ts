/**
Loaded before the service (`--import`): SIGUSR2 makes it crash in the way that `CRASH` says, outside of any request.
A later one crashes it again.
*/
const crashes: Record<string, () => void> = {
	error() {
		throw new Error('first crash');
	},
	string() {
		void Promise.reject('only a string');
	},
	undefined() {
		void Promise.reject(undefined);
	},
	twice() {
		void Promise.reject(new Error('first crash'));
		setImmediate(() => {
			throw new Error('second crash');
		});
		setTimeout(() => {
			throw new Error('third crash');
		}, 1);
	},
};

process.on('SIGUSR2', () => setImmediate(crashes[process.env['CRASH'] ?? 'error']!));
