import type {ChildProcess} from 'node:child_process';
import {spawn} from 'node:child_process';

/**
Reads `+ PID` and `- PID`, and when its input ends, ends what is left: SIGTERM first, for those that have children of
their own to end, and SIGKILL after three seconds. A group is `-PID`.
*/
const script = `
without() { for one in $all; do [ "$one" = "$1" ] || printf ' %s' "$one"; done; }
all=
while read -r verb pid; do
	case $verb in
		+) all="$all $pid" ;;
		-) all=$(without "$pid") ;;
	esac
done
for pid in $all; do kill -s TERM -- "$pid"; done
for turn in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
	left=
	for pid in $all; do kill -s 0 -- "$pid" && left="$left $pid"; done
	[ -z "$left" ] && exit
	all=$left
	sleep 0.2
done
for pid in $all; do kill -s KILL -- "$pid"; done
`;

let reaper: ChildProcess | undefined;

/**
See to it that a process ends with this one, however this one ends: killed by a signal it runs no handler, and what it
started would hold ports and the CI job.

@returns Call it when the process has ended.
*/
export function endWithUs(pid: number): () => void {
	reaper ??= start();
	const tell = (verb: string) => reaper?.stdin?.write(`${verb} ${pid}\n`);
	tell('+');
	return () => void tell('-');
}

function start(): ChildProcess {
	// In a group of its own: Ctrl-C ends us and must not end it before its work is done.
	const child = spawn('sh', ['-c', script], {detached: true, stdio: ['pipe', 'ignore', 'ignore']});
	child.stdin.on('error', () => {
		// It was ended by somebody: nothing is left to tell.
	});
	child.unref();
	(child.stdin as unknown as {unref(): void}).unref();
	return child;
}
