// How long the packaged extension holds up the extension host when it activates, as VS Code itself accounts it.
// Prints one line of JSON: { "runs": 5, "medianMs": 31, "allMs": [...] }. Each run is a new extension host.
import { eventually, exactly } from '../pages/wait.ts';
import { openSession, type Session } from '../session.ts';

const EXTENSION = 'Workspai';
const RUNS = 5;

const session = await openSession({ name: 'bench', workspace: 'saas-healthy' });
try {
  // The list shows only what is on screen.
  await session.page.setViewportSize({ width: 1400, height: 2_400 });
  const allMs: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    if (run > 0) await session.reload();
    allMs.push(await activationMs(session));
  }
  const medianMs = allMs.toSorted((left, right) => left - right)[Math.floor(RUNS / 2)];
  console.log(JSON.stringify({ runs: RUNS, medianMs, allMs }));
} finally {
  await session.close();
}

async function activationMs({ page, workbench, control }: Session): Promise<number> {
  // Answers only when extensions that wait for the end of the start-up have been activated.
  await control.diagnostics();
  await workbench.run('Developer: Show Running Extensions');
  const row = page.locator('.runtime-extensions-editor .monaco-list-row').filter({ has: page.locator('.name', { hasText: exactly(EXTENSION) }) }).first();
  const milliseconds = await eventually(`the activation time of ${EXTENSION}`, async () => {
    const found = /Activation: (\d+)ms/.exec(await row.innerText({ timeout: 1_000 }));
    return found ? { ms: Number(found[1]) } : undefined;
  });
  await workbench.editor.closeAll();
  return milliseconds.ms;
}
