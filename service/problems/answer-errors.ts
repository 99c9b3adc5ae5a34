/** More arrives than we can answer; later is better than never. */
export class Overloaded extends Error {
	override readonly name = 'Overloaded';
	readonly code = 'overloaded';
	readonly retryAfterSeconds = 1;

	constructor() {
		super('The service has more to do than it can');
	}
}

/** We took longer than `REQUEST_TIMEOUT_MS`. */
export class RequestTimedOut extends Error {
	override readonly name = 'RequestTimedOut';
	readonly code = 'request-timed-out';

	constructor(timeoutMs: number) {
		super(`The request was not answered within ${timeoutMs} ms`);
	}
}

/** A handler's answer is not what its route describes: a caller who relies on the description is misled. */
export class AnswerNotDescribed extends Error {
	override readonly name = 'AnswerNotDescribed';
	readonly code = 'answer-not-described';

	/** @param broken - Where it differs, as JSON pointers with what was expected there. No value: it is somebody's data. */
	constructor(route: string, broken: readonly string[]) {
		super(`${route} must answer what it describes, got another: ${broken.join('; ')}`);
	}
}

/** A handler answered a 5xx without throwing; nothing else would tell why. */
export class ServerErrorReturned extends Error {
	override readonly name = 'ServerErrorReturned';
	readonly code = 'server-error-returned';
	readonly status: number;

	constructor(status: number) {
		super(`A handler answered ${status} without an error`);
		this.status = status;
	}
}

/** The stream of a body was closed before its end, and without an error that would say why. */
export class BodyBrokeOff extends Error {
	override readonly name = 'BodyBrokeOff';
	readonly code = 'body-broke-off';

	constructor() {
		super('The stream of the response body was closed before its end, so the caller got half an answer');
	}
}

/** We broke an answer off in its middle: the connection's own error, by which its end is told from a caller's. */
export class AnswerCut extends Error {
	override readonly name = 'AnswerCut';
	readonly code = 'answer-cut';

	constructor() {
		super('The answer could not be brought to its end');
	}
}
