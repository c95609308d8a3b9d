// Takes orders of the benchmark and renders the film with Remotion. Arguments: folder of the score, film, browser.
//
// Chosen in its favour: the page is bundled and the browser runs before the clock starts; frames are JPEGs, as is the
// default; two pages, one a core; the headless shell, where there is one, which is faster than a whole Chromium;
// x264 veryfast, crf 20, as everybody.
import {bundle} from '@remotion/bundler';
import {openBrowser, renderMedia, selectComposition} from '@remotion/renderer';
import {statSync} from 'node:fs';
import {createInterface} from 'node:readline';

const [folder, film, browserExecutable, entry] = process.argv.slice(2);
const shell = browserExecutable.includes('headless');
const browser = {
  browserExecutable,
  chromeMode: shell ? 'headless-shell' : 'chrome-for-testing',
  chromiumOptions: {gl: null, enableMultiProcessOnLinux: true},
  logLevel: 'error',
};
const serveUrl = await bundle({entryPoint: entry, publicDir: folder});
const puppeteerInstance = await openBrowser('chrome', browser);
console.log('ready');

for await (const _ of createInterface({input: process.stdin})) {
  const composition = await selectComposition({...browser, serveUrl, id: 'film', puppeteerInstance});
  await renderMedia({
    ...browser,
    composition,
    serveUrl,
    puppeteerInstance,
    codec: 'h264',
    crf: 20,
    x264Preset: 'veryfast',
    imageFormat: 'jpeg',
    concurrency: 2,
    outputLocation: film,
    overwrite: true,
  });
  console.log(JSON.stringify({size: statSync(film).size, frames: composition.durationInFrames}));
}
await puppeteerInstance.close({silent: true});
process.exit(0);
