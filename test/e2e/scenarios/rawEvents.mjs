// Events as Windows logs them, mapped to the fields that rules ask for.
import fs from 'node:fs';
import path from 'node:path';
import { until } from '../workbench.mjs';

export const scenario = {
  async run({ step, page, workbench, picture, folder }) {
    await step('a rule runs on raw Sysmon events, and the results say that they were mapped', async () => {
      writeRaw(folder);
      await workbench.quickOpen('raw.eql');
      await workbench.run();
      await workbench.shows('1 of 3 events match');
      const results = await workbench.frame('#headline');
      await results.locator('details.note summary').filter({ hasText: 'Where a cluster may differ' }).click();
      await until('the note', async () => /windows-sysmon/.test(await workbench.resultsText()));
      await picture('rawEvents');
    });
    await step('what was opened in the results stays open when the rule runs again', async () => {
      await workbench.focusEditor();
      await workbench.goToLine(1, 100);
      await page.keyboard.type(' and process.pid == 0');
      await workbench.shows('0 of 3 events match');
      await until('the note', async () => /windows-sysmon/.test(await workbench.resultsText()));
      await workbench.command('File: Revert File');
    });
    await step('the explanation of an event says where its fields come from', async () => {
      await workbench.quickOpen('raw.events.ndjson');
      await workbench.goToLine(2, 10);
      await workbench.command('Rulewright: Explain Event');
      await until('the origin', async () =>
        (await workbench.lines()).some((line) => /mapped by windows-sysmon: .*process\.name from Image/.test(line)),
      );
      await picture('rawExplanation');
    });
  },
};

function writeRaw(folder) {
  const event = (second, id, data) => ({
    UtcTime: `2026-03-02 10:00:0${second}.000`,
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    EventID: id,
    Hostname: 'ws-1',
    ...data,
  });
  const started = (second, image, line) => event(second, 1, { Image: image, CommandLine: line, ProcessId: 4000 + second });
  const events = [
    started(1, 'C:\\Windows\\explorer.exe', 'explorer.exe'),
    started(2, 'C:\\Windows\\System32\\whoami.exe', 'whoami /all'),
    event(3, 5, { Image: 'C:\\Windows\\System32\\whoami.exe', ProcessId: 4002 }),
  ];
  fs.writeFileSync(
    path.join(folder, 'raw.eql'),
    'process where event.type == "start" and process.name : "whoami.exe" and process.args : "/all"\n',
  );
  fs.writeFileSync(path.join(folder, 'raw.events.ndjson'), events.map((each) => `${JSON.stringify(each)}\n`).join(''));
}
