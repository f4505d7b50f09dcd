import { describe, expect, it } from '@jest/globals';
import { type DatedUpdate, joinNotes, readNotes, type UpdaterNote, writeNotes } from './updater-notes.js';

const update = (image: string, updatedAt: string, applicationsUpdated = 1): DatedUpdate => ({
  alias: image,
  image,
  newVersion: '1.1.0',
  applicationsUpdated,
  message: 'Updated from 1.0.0 to 1.1.0.',
  updatedAt,
});
const [early, late] = ['2026-01-01T00:00:00Z', '2026-01-01T00:01:00Z'];

describe('notes of replicas', () => {
  it('are read as they were written', () => {
    const notes = new Map<string, UpdaterNote>([['argocd/all', { errors: 2, recent: [update('web', early)] }]]);
    expect(readNotes(writeNotes(notes))).toEqual(notes);
  });

  it('say nothing of ImageUpdaters of which there is nothing to say', () => {
    expect(writeNotes(new Map([['argocd/all', { errors: 0, recent: [] }]]))).toBe('{}');
  });

  it('are cut where they would be longer than an object may be', () => {
    const recent = Array.from({ length: 200 }, (_, n) => update(`image-${n}`, early));
    const notes = new Map(Array.from({ length: 20 }, (_, n) => [`argocd/${n}`, { errors: 0, recent }]));
    const text = writeNotes(notes);
    expect(text.length).toBeLessThanOrEqual(128 * 1024);
    expect(readNotes(text).size).toBeGreaterThan(0);
  });

  it.each(['', 'not JSON', '[]', '{"argocd/all":{"errors":-1,"recent":[]}}', '{"argocd/all":{}}'])(
    'that are none are none: %s',
    (text) => {
      expect(readNotes(text).size).toBe(0);
    },
  );

  it('are joined: errors are added, and updates of one image to one version are one', () => {
    const joined = joinNotes([
      { errors: 1, recent: [update('web', early, 2), update('api', early)] },
      { errors: 2, recent: [update('web', late, 3)] },
    ]);
    expect(joined).toEqual({ errors: 3, recent: [update('web', late, 5), update('api', early)] });
  });
});
