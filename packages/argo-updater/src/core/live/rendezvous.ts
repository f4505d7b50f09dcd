/**
 * Which of the members has a key: everybody who knows the same members comes to the same answer, and where a member comes or goes only the
 * keys change hands that it takes or leaves (highest random weight). Undefined without members.
 */
export function ownerOf(key: string, members: Iterable<string>): string | undefined {
  let best: { readonly member: string; readonly weight: number } | undefined;
  for (const member of members) {
    const weight = weightOf(member, key);
    if (best === undefined || weight > best.weight || (weight === best.weight && member < best.member)) {
      best = { member, weight };
    }
  }
  return best?.member;
}

/** FNV-1a over both, and the finish of MurmurHash3, without which similar names would weigh alike. */
function weightOf(member: string, key: string): number {
  let hash = 0x811c9dc5;
  for (const byte of encoder.encode(`${member}\n${key}`)) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const encoder = new TextEncoder();
