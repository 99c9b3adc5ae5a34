/** The body is not in a media type or coding that the route takes. */
export class UnsupportedMediaType extends Error {
	override readonly name = 'UnsupportedMediaType';
	readonly code = 'unsupported-media-type';

	constructor(received: string | undefined) {
		super(`The body must be application/json, got ${received ?? 'no content-type'}`);
	}
}
