import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runProgram } from '@towline/shared/cli';
import { type FakeJenkins, type RunControl, startJenkins } from '@towline/test-kit/jenkins';
import { captureTerminal, type TerminalOptions } from '@towline/test-kit/terminal';
import { program } from '../program.js';

let server: FakeJenkins;
let token: string;
beforeAll(async () => {
  server = await startJenkins();
  token = server.createToken('admin');
});
afterAll(() => server.stop());

const world = () => ({
  environment: { JENKINS_URL: server.url, JENKINS_USER_ID: 'admin', JENKINS_API_TOKEN: token },
});

async function run(args: readonly string[], look: TerminalOptions = {}) {
  const terminal = captureTerminal(look);
  const code = await runProgram(program, args, { ...world(), terminal });
  return { code, ...terminal.written() };
}

const asksFor = [
  {
    type: 'ChoiceParameterDefinition',
    name: 'WHERE',
    description: 'the cluster',
    definition: { defaultVal: 'staging', choices: ['staging', 'production'] },
  },
  { type: 'BooleanParameterDefinition', name: 'DRY', definition: { defaultVal: true } },
  { type: 'StringParameterDefinition', name: 'NOTE', definition: { defaultVal: 'none' } },
];

/** A job that asks, with what it was told. */
function createAsking(name: string) {
  const told: unknown[] = [];
  let waits = () => {};
  const waiting = new Promise<void>((resolve) => {
    waits = resolve;
  });
  const script = async (job: RunControl) => {
    await job.stage('Deploy', async () => {
      const answered = job.input('Deploy', 'Where to?', asksFor);
      waits();
      told.push(await answered);
    });
    return 'SUCCESS' as const;
  };
  server.createJob(name, { script });
  return { told, waiting };
}

/** Such a job, with a build that waits. */
async function startAsking(name: string) {
  const job = createAsking(name);
  await run(['build', name, '--detach']);
  await job.waiting;
  return job;
}

describe('jenkins-bridge build, with a question for values', () => {
  it('asks whoever sits there for each, again where one is wrong, and takes Enter for the default', async () => {
    const { told } = createAsking('typed');
    const { code, stderr } = await run(['build', 'typed'], {
      answers: ['proceed', 'prod', 'production', '', 'a note'],
    });
    expect([code, told]).toEqual([0, [{ WHERE: 'production', DRY: 'true', NOTE: 'a note' }]]);
    expect(stderr).toContain('  WHERE (one of staging, production) [staging]: the cluster\n');
    expect(stderr).toContain('WHERE is one of staging, production, not "prod"');
  });

  it('takes values that were given beforehand, and the defaults of the others', async () => {
    const { told } = createAsking('beforehand');
    const { code } = await run(['build', 'beforehand', '--answer-value', 'Deploy:WHERE=production']);
    expect([code, told]).toEqual([0, [{ WHERE: 'production', DRY: 'true', NOTE: 'none' }]]);
  });

  it('takes what is said of one question before what is said of all', async () => {
    const { told } = createAsking('both');
    const args = ['--answer', '*=proceed', '--answer-value', 'Deploy:NOTE=own', '--answer-value', '*:NOTE=all'];
    expect([(await run(['build', 'both', ...args])).code, told]).toEqual([
      0,
      [{ WHERE: 'staging', DRY: 'true', NOTE: 'own' }],
    ]);
  });

  it('sends no wrong value, says so, and waits', async () => {
    const { told } = createAsking('wrong');
    const terminal = captureTerminal();
    let building: Promise<number> | undefined;
    const said = new Promise<void>((resolve) => {
      const write = (text: string) => {
        terminal.stderr.write(text);
        if (text.includes('could not be answered: DRY is true or false, not "maybe"')) resolve();
      };
      const watched = { ...terminal, stderr: { ...terminal.stderr, write } };
      building = runProgram(program, ['build', 'wrong', '--answer-value', 'Deploy:DRY=maybe'], {
        ...world(),
        terminal: watched,
      });
    });
    await said;
    expect(told).toEqual([]);
    await run(['answer', 'wrong', '--proceed']);
    expect([await building, told]).toEqual([0, [{ WHERE: 'staging', DRY: 'true', NOTE: 'none' }]]);
  });

  it.each([
    ['without a name', 'Deploy=x'],
    ['without a question', ':NAME=x'],
  ])('refuses a value %s, and does not repeat it', async (_what, text) => {
    const { code, stderr } = await run(['build', 'typed', '--answer-value', text]);
    expect([code, stderr.includes(text)]).toEqual([2, false]);
  });
});

describe('jenkins-bridge answer', () => {
  it('lets a build go on, with values and defaults', async () => {
    const { told } = await startAsking('given');
    const { code, stdout } = await run(['answer', 'given', '-p', 'WHERE=production', '-o', 'json']);
    expect([code, JSON.parse(stdout)]).toEqual([0, { job: 'given', number: 1, input: 'Deploy', answer: 'proceed' }]);
    await run(['logs', 'given']);
    expect(told).toEqual([{ WHERE: 'production', DRY: 'true', NOTE: 'none' }]);
  });

  it('ends a build', async () => {
    await startAsking('ended');
    expect(await run(['answer', 'ended', '1', '--abort'])).toMatchObject({
      code: 0,
      stdout: 'ended #1 is ended: Where to?\n',
    });
    expect((await run(['logs', 'ended'])).code).toBe(12);
  });

  it.each([
    ['later', [], null],
    ['proceed', ['', '', ''], 'proceed'],
  ])('asks whoever sits at a terminal: %s', async (said, values, answered) => {
    await startAsking(`asked-${said}`);
    const { code, stdout } = await run(['answer', `asked-${said}`, '-o', 'json'], { answers: [said, ...values] });
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { answer: answered }]);
  });

  it('says what is asked for where nobody sits there, as status does', async () => {
    await startAsking('piped');
    const { code, stderr } = await run(['answer', 'piped']);
    expect(code).toBe(2);
    expect(stderr).toContain('WHERE (one of staging, production) [staging]: the cluster; DRY (true or false) [true]');
    expect((await run(['status', 'piped'])).stdout).toContain('    WHERE (one of staging, production) [staging]');
  });

  it.each([
    ['a value that is no choice', ['-p', 'WHERE=prod'], 2, 'WHERE is one of staging, production'],
    ['a name that is not asked for', ['-p', 'WERE=staging'], 2, 'did you mean WHERE?'],
    ['yes and no', ['--proceed', '--abort'], 2, 'either --proceed or --abort'],
    ['a question that is not asked', ['--input', 'Other', '--proceed'], 3, 'There are: Deploy.'],
  ])('sends nothing for %s', async (what, args, code, words) => {
    const name = `refused-${what.replaceAll(' ', '-')}`;
    const { told } = await startAsking(name);
    const result = await run(['answer', name, ...args]);
    expect([result.code, told]).toEqual([code, []]);
    expect(result.stderr).toContain(words);
  });

  it('ends with 3 where a build asks nothing', async () => {
    server.createJob('quiet');
    await run(['build', 'quiet']);
    expect((await run(['answer', 'quiet', '--proceed'])).code).toBe(3);
  });
});
