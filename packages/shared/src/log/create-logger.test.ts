import { describe, expect, it } from '@jest/globals';
import { CodedError } from '../errors/index.js';
import { Secret } from '../secret/index.js';
import { createLogger, type LoggerOptions } from './index.js';

function logger(options: Partial<LoggerOptions> = {}) {
  const lines: string[] = [];
  const log = createLogger({
    format: 'json',
    level: 'debug',
    destination: { write: (line) => lines.push(line) },
    clock: { now: () => Date.UTC(2026, 0, 2, 3, 4, 5), sleep: async () => undefined },
    ...options,
  });
  return { log, lines, last: (): Record<string, unknown> => JSON.parse(lines.at(-1) ?? '{}') };
}

const failure = new CodedError('git-refused', 'The push was refused', {
  hint: 'Ask for write access.',
  cause: Object.assign(new Error('exit 1'), { code: 'E1' }),
});

describe('createLogger', () => {
  it('writes a line of JSON with time, level, sentence, and the fields of its parents', () => {
    const { log, lines, last } = logger();
    log.child({ app: 'web' }).child({ cycle: 1 }).info({ to: 'v1' }, 'Image updated');
    expect(last()).toEqual({
      time: '2026-01-02T03:04:05.000Z',
      level: 'info',
      app: 'web',
      cycle: 1,
      to: 'v1',
      msg: 'Image updated',
    });
    expect(lines[0]?.endsWith('}\n')).toBe(true);
  });

  it('leaves out what is below its level', () => {
    const { log, lines } = logger({ level: 'warn' });
    log.info({}, 'x');
    log.debug({}, 'x');
    log.warn({}, 'x');
    log.error({}, 'x');
    expect(lines).toHaveLength(2);
    expect(logger({ level: 'silent' }).lines).toEqual([]);
  });

  it('writes an error with its code, hint and causes', () => {
    const { log, last } = logger();
    log.error({ err: failure }, 'Delivery failed');
    expect(last().err).toEqual({
      name: 'CodedError',
      code: 'git-refused',
      message: 'The push was refused',
      hint: 'Ask for write access.',
      cause: expect.objectContaining({ message: 'exit 1', code: 'E1', stack: expect.stringContaining('at ') }),
    });
  });

  it.each<[string, unknown]>([
    ['a Secret', { nested: [new Secret('hunter2')] }],
    ['an authorization header', { headers: { Authorization: 'hunter2', 'set-cookie': ['hunter2'] } }],
    ['a field that is named like one', { githubToken: 'hunter2', dbPassword: 'hunter2', 'x-api-key': 'hunter2' }],
    ['a credential in a URL', { url: 'see https://user:hunter2@host/path' }],
    ['a credential in a text', { text: 'sent Bearer hunter2hunter2hunter2' }],
    ['the message of an error', new Error('cannot clone https://hunter2@host/x')],
    ['a field of an error', Object.assign(new Error('x'), { password: 'hunter2' })],
    ['the cause of an error', new CodedError('x', 'x', { cause: { token: 'hunter2' } })],
    ['a Map', new Map([['token', 'hunter2']])],
    ['bytes', Buffer.from('hunter2')],
  ])('writes no secret from %s, as a field of a line or of a child', (_where, value) => {
    for (const format of ['json', 'text'] as const) {
      const { log, lines } = logger({ format });
      log.info({ value, err: value }, 'x');
      log.child({ value }).info({}, 'x');
      expect(lines.join('')).not.toContain('hunter2');
      expect(lines).toHaveLength(2);
    }
  });

  it('keeps counts that are named like secrets, and cuts what is circular, deep or long', () => {
    const { log, last } = logger();
    const circle: Record<string, unknown> = { maxToken: 3 };
    circle.self = circle;
    log.info({ circle, deep: { a: { b: { c: { d: { e: { f: {} } } } } } }, long: 'x'.repeat(3_000), big: 5n }, 'x');
    expect(last()).toMatchObject({ circle: { maxToken: 3, self: '[circular]' }, big: '5' });
    expect(JSON.stringify(last().deep)).toContain('[deeper]');
    expect(String(last().long)).toHaveLength(2_001);
  });
});

describe('the text format', () => {
  it('shows a line, and an error below it', () => {
    const { log, lines } = logger({ format: 'text' });
    log.info({ app: 'web', to: 'two words', list: [1], forged: 'a\nb' }, 'Image updated');
    log.error({ err: failure }, 'Delivery failed');
    expect(lines[0]).toBe('03:04:05 INFO  Image updated  app=web to="two words" list=[1] forged="a\\nb"\n');
    expect(lines[1]).toMatch(
      /^03:04:05 ERROR Delivery failed\n {2}The push was refused \(git-refused\)\n {2}→ Ask for write access\.\n {2}caused by: exit 1 \(E1\)\n {4,}at /,
    );
  });

  it('has colours where they are wanted', () => {
    const { log, lines } = logger({ format: 'text', color: true });
    log.warn({}, 'x');
    expect(lines[0]).toBe('\u001b[90m03:04:05\u001b[0m \u001b[33mWARN \u001b[0m x\n');
  });
});
