import { describe, expect, it } from '@jest/globals';
import { createTimetable } from './timetable.js';

describe('the timetable', () => {
  it('gives what is due, and takes along what is nearly due', () => {
    const table = createTimetable();
    table.put('a', 100);
    table.put('b', 105);
    table.put('c', 200);
    expect(table.take(99, 10)).toEqual([]);
    expect(table.take(100, 10)).toEqual(['a', 'b']);
    expect(table.next()).toBe(200);
  });

  it('gives nothing twice before it is put back', () => {
    const table = createTimetable();
    table.put('a', 1);
    expect(table.take(1, 0)).toEqual(['a']);
    expect([table.take(1, 0), table.next(), table.has('a')]).toEqual([[], undefined, true]);
    table.put('a', 2);
    expect(table.take(2, 0)).toEqual(['a']);
  });

  it('brings forward what is due later, and nothing else', () => {
    const table = createTimetable();
    table.put('later', 100);
    table.put('earlier', 10);
    expect([table.bringForward('later', 50), table.bringForward('earlier', 50)]).toEqual([true, false]);
    expect(table.bringForward('unknown', 50)).toBe(false);
    expect(table.take(50, 0)).toEqual(['later', 'earlier']);
    expect(table.bringForward('later', 60)).toBe(false);
  });

  it('forgets what is removed', () => {
    const table = createTimetable();
    table.put('a', 1);
    table.remove('a');
    expect([table.next(), table.has('a')]).toEqual([undefined, false]);
  });
});
