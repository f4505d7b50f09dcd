import { describe, expect, it } from '@jest/globals';
import { respellOutputs } from './buildx-output.js';

describe('respellOutputs', () => {
  it.each([
    ['our own', '-t a:1 -o json .', '-t a:1 -o json .'],
    ['our own, joined', '--output=text .', '--output=text .'],
    ['an archive', '--output type=oci,dest=app.tar .', '--layout app.tar .'],
    ['an archive beside a form', '-o type=oci,dest=app.tar -o json .', '--layout app.tar -o json .'],
    ['a folder', '--output=dest=build/app,type=oci,tar=false .', '--layout build/app .'],
    ['a push', '-otype=registry -t a:1 .', '--push -t a:1 .'],
    ['a push in other words', '--output type=image,push=true .', '--push .'],
    ['a push of another name', '--output type=image,name=a:1,push=true .', '--push -t a:1 .'],
    ['an image that goes nowhere', '--output type=image .', '.'],
    ['what is no option', '. -- -o x', '. -- -o x'],
    ['an option without a value', '. -o', '. -o'],
  ])('takes %s', (_what, given, expected) => {
    expect(respellOutputs(given.split(' '))).toEqual(expected.split(' '));
  });

  it.each([
    ['a folder of files', '-o out .', '--layout'],
    ['a folder of files in other words', '--output type=local,dest=out .', '--layout'],
    ['an archive of files', '--output type=tar,dest=out.tar .', '--layout'],
    ['standard output', '--output type=oci .', 'dest=app.tar'],
    ['the engine', '--output type=docker .', 'podman load'],
    ['the cache', '--output=type=cacheonly .', 'Leave it out'],
    ['an archive of another name', '--output type=oci,dest=app.oci .', 'ends with .tar'],
    ['a folder that looks like an archive', '--output type=oci,dest=a.tar,tar=false .', 'does not end with .tar'],
  ])('refuses %s, with the way out', (_what, given, hint) => {
    expect(() => respellOutputs(given.split(' '))).toThrow(
      expect.objectContaining({ code: 'cli-usage', hint: expect.stringContaining(hint) }),
    );
  });
});
