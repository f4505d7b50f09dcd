import { formatPlatform } from '@towline/shared/image';
import type { InspectedImage, InspectedRoot } from '../../app/image/inspect-image.js';

/** What `inspect` says to programs. */
export function inspectedData(name: string, { digest, mediaType, images, annotations }: InspectedRoot) {
  return {
    name,
    digest,
    mediaType,
    annotations,
    images: images.map(({ platform, config, layers, ...image }) => ({
      ...image,
      platform: platform && formatPlatform(platform),
      created: config?.created,
      author: config?.author,
      config: config?.config,
      history: config?.history,
      layers: layers.map((layer) => ({ digest: layer.digest, mediaType: layer.mediaType, size: layer.size })),
      size: sizeOf({ layers }),
    })),
  };
}

/** What `inspect` says to people. */
export function inspectedText(name: string, { digest, mediaType, images, annotations }: InspectedRoot): string {
  const lines = [
    `${name}`,
    `  digest      ${digest}`,
    `  media type  ${mediaType}`,
    ...pairs('annotation', annotations),
  ];
  for (const image of images) lines.push(...imageLines(image, images.length > 1));
  return `${lines.map((line) => printable(line)).join('\n')}\n`;
}

function imageLines({ digest, platform, config, layers }: InspectedImage, several: boolean): readonly string[] {
  const { User, WorkingDir, Entrypoint, Cmd, Env, Labels, ExposedPorts } = config?.config ?? {};
  return [
    '',
    `  ${platform === undefined ? 'no platform' : formatPlatform(platform)}${several ? `  ${digest}` : ''}`,
    ...one('created', config?.created),
    ...one('user', User),
    ...one('folder', WorkingDir),
    ...one('entrypoint', Entrypoint && JSON.stringify(Entrypoint)),
    ...one('command', Cmd && JSON.stringify(Cmd)),
    ...one('ports', ExposedPorts && Object.keys(ExposedPorts).join(', ')),
    ...(Env ?? []).map((entry) => `    env         ${entry}`),
    ...pairs('label', Labels ?? {}).map((line) => `  ${line}`),
    ...layers.map((layer) => `    layer       ${layer.digest}  ${layer.size}`),
  ];
}

function one(name: string, value: string | undefined): readonly string[] {
  return value === undefined || value === '' ? [] : [`    ${name.padEnd(11)} ${value}`];
}

function pairs(name: string, values: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(values).map(([key, value]) => `  ${name.padEnd(11)} ${key}=${value}`);
}

function sizeOf({ layers }: Pick<InspectedImage, 'layers'>): number {
  return layers.reduce((sum, { size }) => sum + size, 0);
}

/** Labels come from anywhere: nothing of them may control the terminal. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '·');
}
