import type {IncomingMessage, OutgoingHttpHeader, OutgoingHttpHeaders} from 'node:http';
import {ServerResponse} from 'node:http';

type Head = OutgoingHttpHeaders | OutgoingHttpHeader[];
/** What Node's types leave out. */
const nodes = ServerResponse.prototype as ServerResponse & {
	getRawHeaderNames(): string[];
	_storeHeader(statusLine: string, headers: unknown): void;
};

/**
An HTTP/1.1 response that can take headers which need no second look as a list, and writes them as they are.

Set one by one, each is checked, filed and read again: 2 of a bare request's 21 µs; handed over with the head, each is
checked: 1 µs. Whoever asks for a header is answered as by any response; whoever sets or removes one, or hands some over
with the head, makes Node file them all first.
*/
export class ListedResponse extends ServerResponse<IncomingMessage> {
	/** Names and values in turn. Absent while Node keeps the headers. */
	#list: (string | number)[] | undefined = undefined;

	/**
	Begin with headers that every answer has.

	@param headers - Valid names in lower case and valid values in turn. Not used by the caller any more.
	*/
	begin(headers: string[]): void {
		if (super.getHeaderNames().length === 0) this.#list = headers;
		else
			for (let place = 0; place < headers.length; place += 2) this.add(headers[place]!, headers[place + 1]!);
	}

	/**
	Set a header that has not been set, of a valid name in lower case, to a valid value. `content-length` is the only one
	that says where the answer ends.
	*/
	add(name: string, value: string | number): void {
		if (this.#list && !this.headersSent) this.#list.push(name, value);
		else super.setHeader(name, value);
	}

	override setHeader(name: string, value: number | string | readonly string[]): this {
		this.#file();
		return super.setHeader(name, value);
	}

	override appendHeader(name: string, value: string | readonly string[]): this {
		this.#file();
		return super.appendHeader(name, value);
	}

	override removeHeader(name: string): void {
		if (this.hasHeader(name)) this.#file();
		super.removeHeader(name);
	}

	override hasHeader(name: string): boolean {
		return this.#list ? this.getHeader(name) !== undefined : super.hasHeader(name);
	}

	override getHeader(name: string): number | string | string[] | undefined {
		if (!this.#list || typeof name !== 'string') return super.getHeader(name);
		for (let place = 0; place < this.#list.length; place += 2) {
			const listed = this.#list[place] as string;
			if (listed.length === name.length && listed === name.toLowerCase()) return this.#list[place + 1];
		}
		return undefined;
	}

	override getHeaders(): OutgoingHttpHeaders {
		if (!this.#list) return super.getHeaders();
		const headers = Object.create(null) as OutgoingHttpHeaders;
		for (const name of this.getHeaderNames()) headers[name] = this.getHeader(name);
		return headers;
	}

	override getHeaderNames(): string[] {
		return this.#list ? this.getRawHeaderNames() : super.getHeaderNames();
	}

	getRawHeaderNames(): string[] {
		if (!this.#list) return nodes.getRawHeaderNames.call(this);
		return this.#list.filter((_, place) => place % 2 === 0) as string[];
	}

	override writeHead(status: number, reason?: string | Head, headers?: Head): this {
		// How they replace what was set before is Node's to know.
		if (headers || (reason && typeof reason !== 'string')) this.#file();
		if (typeof reason === 'string') return super.writeHead(status, reason, headers ?? this.#list);
		return super.writeHead(status, reason ?? this.#list);
	}

	/** What Node is handed it looks through once more: what is known to be good goes with the status line. */
	protected _storeHeader(statusLine: string, headers: unknown): void {
		const list = this.#list;
		if (!list || headers !== list) {
			nodes._storeHeader.call(this, statusLine, headers);
			return;
		}
		let lines = statusLine;
		let length: (string | number)[] = [];
		for (let place = 0; place < list.length; place += 2) {
			const name = list[place] as string;
			if (name === 'content-length') length = [name, list[place + 1]!];
			else lines += `${name}: ${list[place + 1]!}\r\n`;
		}
		nodes._storeHeader.call(this, lines, length);
	}

	/** Let Node keep the headers from now on. */
	#file(): void {
		if (!this.#list || this.headersSent) return;
		const list = this.#list;
		this.#list = undefined;
		for (let place = 0; place < list.length; place += 2) {
			super.setHeader(list[place] as string, list[place + 1]!);
		}
	}
}

/** Set a header that has not been set, of a valid name in lower case, to a valid value. */
export function addHeader(response: ServerResponse, name: string, value: string | number): void {
	if (response instanceof ListedResponse) response.add(name, value);
	else response.setHeader(name, value);
}
