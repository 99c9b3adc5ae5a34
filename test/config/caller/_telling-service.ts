import {serveRoutes} from '../../kit/serve-routes.ts';

/** `GET /who` answers what a handler is told of its caller, sets a cookie for secure connections, and is an event too. */
await serveRoutes((router, _config, telemetry) => {
	router.get('/who', ctx => {
		let cookie = 'set';
		try {
			ctx.cookies.set('session', 'x', {secure: true});
		} catch {
			cookie = 'refused';
		}
		telemetry.report(new Error('so that there is an event'), 'unexpected');
		const {ip, ips, secure, protocol, host, hostname, origin, href} = ctx;
		const user: unknown = ctx.state['user']?.id;
		ctx.body = {ip, ips, secure, protocol, host, hostname, origin, href, url: ctx.URL.href, cookie, user};
	});
});
