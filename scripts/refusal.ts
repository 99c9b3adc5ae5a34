/** A reason not to go on that the person at the terminal can mend: it is shown without a stack. */
export class Refusal extends Error {
	override readonly name = 'Refusal';
}
