import { describe, expect, it } from '@jest/globals';
import { readArguments } from './options.js';

const read = (...args: readonly string[]) => {
  const reading = readArguments(args);
  return reading.kind === 'run' ? reading.options : reading;
};

describe('the command line of the demo', () => {
  it('embeds every part where nothing is said', () => {
    expect(read()).toEqual({
      output: 'text',
      keep: false,
      step: false,
      kubeconfig: undefined,
      registry: { kind: 'embedded' },
      registriesConf: undefined,
      jenkins: undefined,
    });
  });

  const account = '123456789012';
  it.each([
    [
      ['--registry', 'http://localhost:5000/'],
      { registry: { kind: 'oci', url: 'http://localhost:5000', host: 'localhost:5000' } },
    ],
    [
      ['--ecr', `${account}.dkr.ecr.eu-west-1.amazonaws.com`],
      {
        registry: {
          kind: 'ecr',
          host: `${account}.dkr.ecr.eu-west-1.amazonaws.com`,
          account,
          region: 'eu-west-1',
        },
      },
    ],
    [['--registry', 'http://r', '--registries-conf', 'registries.yaml'], { registriesConf: 'registries.yaml' }],
    [['--kubeconfig', 'config'], { kubeconfig: 'config' }],
    [
      ['--registry', 'http://r', '--jenkins', 'https://jenkins.example.com/'],
      { jenkins: { url: 'https://jenkins.example.com', job: 'shop-web' } },
    ],
    [
      ['--registry', 'http://r', '--jenkins', 'http://j', '--jenkins-job', 'team/web'],
      { jenkins: { url: 'http://j', job: 'team/web' } },
    ],
    [['-o', 'json', '--keep', '--step'], { output: 'json', keep: true, step: true }],
  ])('takes %j', (args, expected) => {
    expect(read(...args)).toMatchObject(expected);
  });

  it.each([
    [['--registry', 'nowhere'], '--registry nowhere is no http address'],
    [['--registry', 'http://ada:hush@localhost:5000'], '--registry must not hold a password'],
    [['--registry', 'http://r', '--jenkins', 'ftp://example.com'], '--jenkins ftp://example.com is no http address'],
    [['--jenkins', 'http://localhost:8080'], '--jenkins needs a registry that it can reach'],
    [['--registries-conf', 'x'], '--registries-conf is for a registry that --registry or --ecr names'],
    [['--ecr', 'example.com'], '--ecr example.com is no host of a private ECR registry'],
    [['--ecr', 'public.ecr.aws'], '--ecr public.ecr.aws is no host of a private ECR registry'],
    [['--ecr', 'x', '--registry', 'y'], '--registry and --ecr exclude each other'],
    [['--output', 'xml'], '--output xml is neither text nor json'],
    [['--what'], "Unknown option '--what'"],
    [['what'], "Unexpected argument 'what'"],
  ])('refuses %j', (args, problem) => {
    expect(read(...args)).toEqual({ kind: 'refused', problem: expect.stringContaining(problem) });
  });

  it('shows its help', () => {
    expect(read('--help')).toEqual({ kind: 'help' });
  });
});
