/**
Writes protobuf fields into a growing buffer.

Nested messages get their length written afterwards, into four bytes kept free for it: a padded
varint, which every decoder reads. https://protobuf.dev/programming-guides/encoding/
*/
export class ProtobufWriter {
	#buffer: Buffer;
	#length = 0;

	constructor(capacityBytes: number) {
		this.#buffer = Buffer.allocUnsafeSlow(capacityBytes);
	}

	get length(): number {
		return this.#length;
	}

	/** Bytes that it holds, written or not. */
	get capacity(): number {
		return this.#buffer.length;
	}

	/** Begin anew, over what was written. */
	clear(): void {
		this.#length = 0;
	}

	/** What was written: the writer's own memory, as long as nothing else is written. */
	finish(): Buffer {
		return this.#buffer.subarray(0, this.#length);
	}

	/** Make room; the methods below don't look. */
	reserve(bytes: number): void {
		if (this.#length + bytes <= this.#buffer.length) return;
		const larger = Buffer.allocUnsafeSlow(Math.max(this.#buffer.length * 2, this.#length + bytes));
		larger.set(this.#buffer.subarray(0, this.#length));
		this.#buffer = larger;
	}

	byte(value: number): void {
		this.#buffer[this.#length++] = value;
	}

	/** Up to 2^53. */
	varint(value: number): void {
		let rest = value;
		while (rest > 127) {
			this.#buffer[this.#length++] = (rest % 128) | 128;
			rest = Math.floor(rest / 128);
		}
		this.#buffer[this.#length++] = rest;
	}

	/** A 64-bit two's complement integer, ten bytes when negative. */
	int64(value: number): void {
		if (value >= 0) {
			this.varint(value);
			return;
		}
		let rest = BigInt.asUintN(64, BigInt(value));
		while (rest > 127n) {
			this.byte(Number(rest & 127n) | 128);
			rest >>= 7n;
		}
		this.byte(Number(rest));
	}

	fixed32(value: number): void {
		this.#length = this.#buffer.writeUInt32LE(value >>> 0, this.#length);
	}

	double(value: number): void {
		this.#length = this.#buffer.writeDoubleLE(value, this.#length);
	}

	/** Seconds and nanoseconds as nanoseconds since the epoch, without a BigInt. */
	nanoseconds([seconds, nanos]: readonly [number, number]): void {
		const high = Math.floor(seconds / 65_536) * 1e9;
		const low = (high % 65_536) * 65_536 + (seconds % 65_536) * 1e9 + nanos;
		this.fixed32(low % 4_294_967_296);
		this.fixed32(Math.floor(high / 65_536) + Math.floor(low / 4_294_967_296));
	}

	bytes(value: Uint8Array): void {
		this.#buffer.set(value, this.#length);
		this.#length += value.length;
	}

	hex(value: string): void {
		this.#length += this.#buffer.write(value, this.#length, 'hex');
	}

	/** Text with its length. Makes its own room, and 60 bytes for the few fields that follow. */
	string(value: string): void {
		const most = value.length * 3;
		this.reserve(most + 64);
		if (most > 127) {
			const start = this.begin();
			this.#length += this.#buffer.write(value, this.#length);
			this.end(start);
		} else {
			const written = this.#buffer.write(value, this.#length + 1);
			this.#buffer[this.#length] = written;
			this.#length += 1 + written;
		}
	}

	begin(): number {
		this.#length += 4;
		return this.#length;
	}

	/** @param start - As returned by `begin`. The message is shorter than 2^28 bytes. */
	end(start: number): void {
		const size = this.#length - start;
		if (size < 128) {
			// Most are so short that one byte does; what is smaller compresses faster too.
			this.#buffer[start - 4] = size;
			this.#buffer.copyWithin(start - 3, start, this.#length);
			this.#length -= 3;
			return;
		}
		this.#buffer[start - 4] = (size & 127) | 128;
		this.#buffer[start - 3] = ((size >>> 7) & 127) | 128;
		this.#buffer[start - 2] = ((size >>> 14) & 127) | 128;
		this.#buffer[start - 1] = (size >>> 21) & 127;
	}
}
