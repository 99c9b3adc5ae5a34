/**
Read the text of an upstream's answer.

@param limitBytes - Longest text taken.
@returns undefined when it is longer. What is left of it then is for the caller to cut off.
*/
export async function readAnswer(response: Response, limitBytes: number): Promise<string | undefined> {
	if (Number(response.headers.get('content-length')) > limitBytes) return undefined;
	const decoder = new TextDecoder();
	let text = '';
	let length = 0;
	for await (const chunk of response.body ?? []) {
		length += chunk.length;
		if (length > limitBytes) return undefined;
		text += decoder.decode(chunk, {stream: true});
	}
	return text + decoder.decode();
}
