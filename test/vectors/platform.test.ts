import { errorMessage } from '@towline/shared/errors';
import { type Platform, parsePlatform, wantsPlatform } from '@towline/shared/image';
import { z } from 'zod';
import { describeVectors, driver } from './describe-vectors.js';

const wants = z.object({
  wanted: z.array(z.string()).nullable(),
  os: z.string(),
  arch: z.string(),
  variant: z.string(),
});

/** What the peer does with a platform that it cannot read: it matches nothing. */
const unreadable: Platform = { os: 'unreadable', architecture: 'unreadable' };

function read(text: string): { readonly platform: Platform; readonly error: string | null } {
  try {
    return { platform: parsePlatform(text), error: null };
  } catch (error) {
    return { platform: unreadable, error: errorMessage(error) };
  }
}

describeVectors('platform.json', {
  'platform.parse': driver(z.string(), (text) => {
    const { platform, error } = read(text);
    if (error !== null) return { os: '', arch: '', variant: '', error };
    return { os: platform.os, arch: platform.architecture, variant: platform.variant ?? '', error };
  }),
  'platform.wants': driver(wants, ({ wanted, os, arch, variant }) =>
    wantsPlatform(
      (wanted ?? []).map((text) => read(text).platform),
      { os, architecture: arch, variant },
    ),
  ),
});
