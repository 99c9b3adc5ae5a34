import {serveRoutes} from '../../kit/serve-routes.ts';

/** Says something at every place where something can be said. */
await serveRoutes((router, _config, {logger}) => {
	logger.warn('at the start');
	router.get('/say/:id', async ctx => {
		const {id} = ctx['params'];
		logger.info({id}, 'too quiet');
		await new Promise(resolve => setTimeout(resolve, Math.random() * 10));
		logger.warn(
			{id, order: {sku: 'tea', password: 'planted-password'}, email: 'ada@planted.example'},
			`of ${id}`,
		);
		const cause = Object.assign(new Error('planted, password=planted-secret'), {code: 'E_CODE'});
		if (id === 'error') logger.error({err: cause}, 'went wrong');
		ctx.body = {};
	});
	router.get('/flood/:count', ctx => {
		for (let line = 0; line < Number(ctx['params'].count); line++) logger.warn({line}, 'flood');
		ctx.body = {};
	});
	process.on('SIGUSR1', () => logger.warn('outside'));
	process.prependListener('SIGTERM', () => logger.warn('at the stop'));
});
