import { test } from 'vitest';
import { openWorkbench } from './openWorkbench';
test('explore', async () => {
  const t0 = Date.now();
  const log = (s: string) => process.stdout.write(`${((Date.now() - t0) / 1000).toFixed(1)} ${s}\n`);
  const { workbench, workspace, close } = await openWorkbench();
  const { page } = workbench;
  page.on('console', m => {
    if (m.type() === 'error' || /CSP|Content Security/.test(m.text())) log('console: ' + m.text().slice(0, 300));
  });
  try {
    log('ready');
    await workbench.showExplorer();
    await page.screenshot({ path: '/tmp/h/e1.png' });
    await workbench.command('Visual Tuning: Try the Sample');
    const setup = await workbench.panel('setup');
    log('setup');
    await page.waitForTimeout(2500);
    await page.screenshot({ path: '/tmp/h/e2.png' });
    log((await setup.locator('#app').innerText()).slice(0, 1500));
    await workbench.command('Visual Tuning: Run Experiment');
    const metrics = await workbench.panel('metrics');
    log('metrics');
    await page.waitForTimeout(6000);
    await page.screenshot({ path: '/tmp/h/e3.png' });
    log((await metrics.locator('#app').innerText()).slice(0, 3000));
    log(JSON.stringify(await workbench.explorerRows()));
    for (let i = 0; i < 40; i++) {
      const rows = await workbench.explorerRows();
      if (rows.some(r => /done/.test(r))) break;
      await page.waitForTimeout(1000);
    }
    log(JSON.stringify(await workbench.explorerRows()));
    await page.screenshot({ path: '/tmp/h/e4.png' });
    await workbench.command('Visual Tuning: Inspect Attention');
    const attention = await workbench.panel('attention');
    log('attention');
    await page.waitForTimeout(5000);
    await page.screenshot({ path: '/tmp/h/e5.png' });
    log((await attention.locator('#app').innerText()).slice(0, 3000));
    log(JSON.stringify(await workbench.notifications()));
  } finally {
    await page.screenshot({ path: '/tmp/h/elast.png' }).catch(() => 0);
    await close();
  }
});
