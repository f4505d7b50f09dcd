import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** What is known of the key of a server. */
export type HostVerdict = 'known' | 'unknown' | 'changed';

/**
 * Looks a server's key up in lines of OpenSSH's `known_hosts`, hashed names included, and in fingerprints (`SHA256:…`) that stand alone
 * on a line.
 */
export function judgeHostKey(
  knownHosts: string,
  { host, port, key }: { host: string; port: number; key: Buffer },
): HostVerdict {
  const fingerprint = `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
  const names = port === 22 ? [host] : [`[${host}]:${port}`];
  let verdict: HostVerdict = 'unknown';
  for (const line of knownHosts.split(/\r?\n/)) {
    const text = line.trim();
    if (text === fingerprint) return 'known';
    const [patterns = '', , encoded = ''] = text.split(/\s+/);
    if (text.startsWith('#') || text.startsWith('@') || !names.some((name) => matches(patterns, name))) continue;
    const kept = Buffer.from(encoded, 'base64');
    if (kept.equals(key)) return 'known';
    // Another kind of key of the same server says nothing about this one.
    if (typeOf(kept) === typeOf(key)) verdict = 'changed';
  }
  return verdict;
}

function matches(patterns: string, name: string): boolean {
  return patterns
    .split(',')
    .some((pattern) => (pattern.startsWith('|1|') ? hashMatches(pattern, name) : pattern === name));
}

function hashMatches(pattern: string, name: string): boolean {
  const [, , salt = '', hash = ''] = pattern.split('|');
  const wanted = Buffer.from(hash, 'base64');
  const made = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest();
  return made.length === wanted.length && timingSafeEqual(made, wanted);
}

/** The type stands at the head of the key, behind its length. */
function typeOf(key: Buffer): string {
  return key.length < 4 ? '' : key.subarray(4, 4 + key.readUInt32BE(0)).toString('latin1');
}
