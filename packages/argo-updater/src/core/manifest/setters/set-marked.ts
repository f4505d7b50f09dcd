import type { YamlEdit, YamlMarker } from '@towline/shared/yaml';
import type { Setter } from './setter.js';

/** What a policy chose. The digest is absent where the policy tells none. */
export interface ChosenImage {
  readonly name: string;
  readonly tag?: string | undefined;
  readonly digest?: string | undefined;
}

/** The edit that gives a marked scalar what was chosen; undefined where the choice says nothing of that part. */
export function setMarked({ data, at }: YamlMarker<Setter>, chosen: ChosenImage): YamlEdit | undefined {
  const value = textFor(data.part, chosen);
  return value === undefined ? undefined : { kind: 'set', at, value };
}

function textFor(part: Setter['part'], { name, tag, digest }: ChosenImage): string | undefined {
  switch (part) {
    case 'whole':
      return `${name}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
    case 'name':
      return name;
    case 'tag':
      return tag;
    case 'digest':
      return digest;
  }
}
