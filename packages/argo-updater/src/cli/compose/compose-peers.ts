import type { Secret } from '@towline/shared/secret';
import { createHttpPeers, type HttpPeers } from '../../adapters/peers/http-peers.js';
import type { Peer, PeersPort } from '../../app/live/ports.js';
import type { OtherReplicas } from '../../server/others.js';
import type { Settings } from '../settings/settings-schema.js';
import type { Base } from './compose-base.js';

type Waiting = Parameters<PeersPort['hand']>[2];

/** The way to other replicas; undefined where nothing proves who they are. */
export function composePeers(
  { server: { peerToken } }: Settings,
  { http }: Base,
  secret: (reference: string, waiting: Waiting) => Promise<Secret>,
): HttpPeers | undefined {
  return peerToken && createHttpPeers(http, (waiting) => secret(peerToken.text, waiting));
}

/** Hands news on. A replica that takes none looks by itself when its next poll is due. */
export function handTo(peers: HttpPeers): PeersPort {
  return {
    async hand({ address }, news, waiting) {
      if (address !== undefined) await peers.hand({ address }, news, waiting);
    },
  };
}

/** What the others are asked for. One that cannot be reached at all is one that does not answer. */
export function composeOthers(list: () => readonly Peer[], peers: HttpPeers | undefined): OtherReplicas {
  const way = ({ name, address }: Peer): { readonly to: { readonly address: string }; readonly peers: HttpPeers } => {
    if (peers === undefined || address === undefined) throw new TypeError(`There is no way to ${name}`);
    return { to: { address }, peers };
  };
  return {
    list,
    async applications(peer, waiting) {
      const { to, peers: all } = way(peer);
      return all.applications(to, waiting);
    },
    async deliveries(peer, query, waiting) {
      const { to, peers: all } = way(peer);
      return all.deliveries(to, query, waiting);
    },
  };
}
