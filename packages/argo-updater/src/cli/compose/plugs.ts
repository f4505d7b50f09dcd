import type { Notifier } from '../../app/outcome/ports.js';
import type { WorkPorts } from '../../app/pass/ports.js';
import { narrowRegistry, type TagPolicy } from '../../app/pass/tag-policy.js';

/** What another program brings along, besides what the settings say. */
export interface Plugs {
  readonly tagPolicy?: TagPolicy | undefined;
  readonly notifiers?: readonly Notifier[] | undefined;
}

/** Ports whose registry lists what the tag policy lets through, where there is one. */
export function plugTagPolicy<Ports extends Pick<WorkPorts, 'registry'>>(ports: Ports, { tagPolicy }: Plugs): Ports {
  return tagPolicy === undefined ? ports : { ...ports, registry: narrowRegistry(ports.registry, tagPolicy) };
}
