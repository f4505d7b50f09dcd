#!/usr/bin/env node
// The forced command of an SSH server that stands for Jenkins' own: hands what the client asked for to the fake, and becomes its answer.
import { request } from 'node:http';
import { createInterface } from 'node:readline';

const command = Buffer.from(process.env.SSH_ORIGINAL_COMMAND ?? '').toString('base64');
const call = request(process.argv[2], { method: 'POST', headers: { 'x-command': command } }, (response) => {
  const lines = createInterface({ input: response });
  lines.on('line', (line) => {
    const { out, err, exit } = JSON.parse(line);
    if (out !== undefined && !process.stdout.write(out)) {
      response.pause();
      process.stdout.once('drain', () => response.resume());
    }
    if (err !== undefined) process.stderr.write(err);
    if (exit !== undefined) process.exitCode = exit;
  });
});
call.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 255;
});
// A client that goes away closes the pipes; the command goes with it.
process.stdout.on('error', () => process.exit(255));
process.stdin.on('error', () => undefined);
process.stdin.pipe(call);
