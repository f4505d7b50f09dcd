import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { describeReal, findProgram } from '@towline/test-kit/real';
import { type Browser, chromium } from 'playwright-core';
import { type DemoProcess, startDemo } from './demo-process.js';

/** What the README shows is only written on request: no two machines draw the same letters. */
const isAsked = process.env.UPDATE_SCREENSHOTS === '1';
const images = isAsked
  ? fileURLToPath(new URL('../../../docs/images', import.meta.url))
  : join(tmpdir(), 'towline-demo-images');

describeReal('chromium', 'the deployed page in a real browser', () => {
  let demo: DemoProcess;
  let browser: Browser;
  beforeEach(async () => {
    demo = startDemo(['--step']);
    browser = await chromium.launch({
      executablePath: findProgram('chromium') ?? 'chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
    });
  }, 60_000);
  afterEach(async () => {
    demo.signal('SIGTERM');
    await Promise.all([browser.close(), demo.ended()]);
  }, 60_000);

  it('has one title before the change, and another one after it', async () => {
    await mkdir(images, { recursive: true });
    const page = await browser.newPage({ viewport: { width: 800, height: 400 } });
    const { look } = await demo.hop('first-deployed');
    await page.goto(look.url ?? '');
    expect([await page.title(), await page.textContent('h1')]).toEqual(['Good morning', 'Good morning']);
    await page.screenshot({ path: join(images, 'demo-before.png') });

    demo.next();
    await demo.hop('image-pushed');
    await page.reload();
    expect(await page.textContent('h1')).toBe('Good morning');
    demo.next();
    await demo.hop('page-changed');
    await page.reload();
    expect([await page.title(), await page.textContent('h1')]).toEqual(['Good evening', 'Good evening']);
    await page.screenshot({ path: join(images, 'demo-after.png') });
  }, 120_000);
});
