/** https://datatracker.ietf.org/doc/html/rfc6901#section-3 */
export function pointerTo(path: readonly PropertyKey[]): string {
	return path.map(key => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
