import { describe, expect, it } from '@jest/globals';
import type { InputParameter } from '../jenkins/jenkins.js';
import { proceedWith } from './answer-input.js';

const parameter = (name: string, kind: InputParameter['kind'], fallback?: string): InputParameter => ({
  name,
  kind,
  choices: kind === 'choice' ? ['staging', 'production'] : [],
  description: '',
  fallback,
});
const question = (...parameters: InputParameter[]) => ({ id: 'Deploy', message: 'Deploy?', parameters });
const where = parameter('WHERE', 'choice', 'staging');
const dry = parameter('DRY', 'boolean', 'false');

describe('proceedWith', () => {
  it.each([
    ['nothing for a question that asks for nothing', question(), {}, {}],
    ['the defaults where nothing is given', question(where, dry), {}, { WHERE: 'staging', DRY: 'false' }],
    ['a value, and the default of the other', question(where, dry), { DRY: 'true' }, { WHERE: 'staging', DRY: 'true' }],
    ['no password that was not given', question(parameter('CODE', 'password')), {}, {}],
    ['a password that was', question(parameter('CODE', 'password')), { CODE: 'x' }, { CODE: 'x' }],
    ['an empty text', question(parameter('NOTE', 'string', 'none')), { NOTE: '' }, { NOTE: '' }],
  ])('gives %s', (_what, input, given, parameters) => {
    expect(proceedWith(input, given)).toEqual({ kind: 'answer', answer: { kind: 'proceed', parameters } });
  });

  it.each([
    ['a choice that is none', question(where), { WHERE: 'prod' }, ['WHERE is one of staging, production, not "prod"']],
    ['a yes that is none', question(dry), { DRY: 'yes' }, ['DRY is true or false, not "yes"']],
    [
      'a name that it does not ask for',
      question(where),
      { WERE: 'staging' },
      ['WERE is not known; did you mean WHERE? There are: WHERE'],
    ],
    ['a value where it asks for none', question(), { A: '1' }, ['A is not known: the question asks for no values']],
    [
      'all at once',
      question(where, dry),
      { WHERE: '1', DRY: '1' },
      ['WHERE is one of staging, production, not "1"', 'DRY is true or false, not "1"'],
    ],
  ])('refuses %s', (_what, input, given, problems) => {
    expect(proceedWith(input, given)).toEqual({ kind: 'refused', problems });
  });
});
