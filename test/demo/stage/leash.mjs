// Loaded by `node --import` before a program: ends it when the pipe that is its input does, which is when the demo is gone.
process.stdin.once('end', () => process.kill(process.pid, 'SIGTERM')).resume();
process.stdin.unref?.();
