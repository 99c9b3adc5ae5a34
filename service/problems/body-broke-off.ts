/** The stream of a body was closed before its end, and without an error that would say why. */
export class BodyBrokeOff extends Error {
	override readonly name = 'BodyBrokeOff';
	readonly code = 'body-broke-off';

	constructor() {
		super('The stream of the response body was closed before its end, so the caller got half an answer');
	}
}
