import { BlockList, isIP } from 'node:net';

/**
 * Whether NO_PROXY exempts a URL. Entries are separated by commas or spaces: `*`, a host with its subdomains, `.suffix` or `*.suffix` for
 * subdomains only, an address, a CIDR range; each but `*` and ranges with `:port` where only that port is meant. The machine itself is always exempt.
 */
export function bypassesProxy(url: URL, noProxy: string): boolean {
  const host = url.hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  if (host === 'localhost' || inRange(host, '127.0.0.0/8') || host === '::1') return true;
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => entry === '*' || inRange(host, entry) || matchesHost(host, port, entry));
}

function matchesHost(host: string, port: string, entry: string): boolean {
  const { name, port: onlyPort } = splitPort(entry);
  if (onlyPort !== undefined && onlyPort !== port) return false;
  if (isIP(name) !== 0 || isIP(host) !== 0) return name === host;
  const suffix = name.replace(/^\*?\./, '');
  return (suffix === name && host === name) || host.endsWith(`.${suffix}`);
}

function splitPort(entry: string): { name: string; port: string | undefined } {
  const bracketed = /^\[(?<name>[^\]]*)\](?::(?<port>\d+))?$/.exec(entry)?.groups;
  const plain = /^(?<name>[^:]*)(?::(?<port>\d+))?$/.exec(entry)?.groups;
  const parts = bracketed ?? plain;
  return { name: parts?.name ?? entry, port: parts?.port };
}

function inRange(host: string, entry: string): boolean {
  const [network = '', bits = ''] = entry.split('/');
  const family = isIP(network);
  if (family === 0 || isIP(host) !== family || !/^\d{1,3}$/.test(bits)) return false;
  if (Number(bits) > (family === 4 ? 32 : 128)) return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(network, Number(bits), type);
  return list.check(host, type);
}
