// Draws media/walkthrough: one picture per step, in the colours of the theme that is on.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const media = join(dirname(fileURLToPath(import.meta.url)), "../media");
const WIDTH = 520;
const ROW = 26;

const color = {
  ground: "var(--vscode-sideBar-background)",
  text: "var(--vscode-foreground)",
  grey: "var(--vscode-descriptionForeground)",
  line: "var(--vscode-widget-border, var(--vscode-contrastBorder, #8884))",
  error: "var(--vscode-problemsErrorIcon-foreground)",
  warning: "var(--vscode-problemsWarningIcon-foreground)",
  good: "var(--vscode-testing-iconPassed)",
  link: "var(--vscode-textLink-foreground)",
  added: "var(--vscode-diffEditor-insertedTextBackground, #2ea04333)",
  selected: "var(--vscode-list-inactiveSelectionBackground, #8882)",
  button: "var(--vscode-button-background)",
  buttonText: "var(--vscode-button-foreground)",
};

function escape(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

function text(x, y, words, fill = color.text, more = "") {
  return `<text x="${x}" y="${y}" fill="${fill}" ${more}>${escape(words)}</text>`;
}

/** Words of several colours on one line. */
function words(x, y, ...parts) {
  const spans = parts.map(([each, fill = color.text]) => `<tspan fill="${fill}">${escape(each)}</tspan>`);
  return `<text x="${x}" y="${y}" xml:space="preserve">${spans.join("")}</text>`;
}

/** The inside of a glyph, drawn at a place. */
function glyph(name, x, y) {
  const svg = readFileSync(join(media, "glyphs", `${name}-dark.svg`), "utf8");
  return `<g transform="translate(${x} ${y})">${svg.replace(/<\/?svg[^>]*>/g, "").trim()}</g>`;
}

function dot(x, y, fill) {
  return `<circle cx="${x}" cy="${y}" r="5" fill="${fill}"/>`;
}

function button(x, y, words) {
  const width = words.length * 7 + 22;
  return (
    `<rect x="${x}" y="${y - 17}" width="${width}" height="25" rx="3" fill="${color.button}"/>` +
    text(x + 11, y, words, color.buttonText)
  );
}

function picture(title, rows) {
  const height = 56 + rows.length * ROW + 14;
  const body = rows.map((draw, row) => draw(54 + row * ROW + 17)).join("\n  ");
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="var(--vscode-font-family, sans-serif)" font-size="13">
  <rect x=".5" y=".5" width="${WIDTH - 1}" height="${height - 1}" rx="7" fill="${color.ground}" stroke="${color.line}"/>
  ${text(20, 32, title, color.grey, 'font-size="11" font-weight="600" letter-spacing=".6"')}
  ${body}
</svg>
`;
}

const project = (name, label, about, badge, tone) => (y) =>
  text(18, y, "›", color.grey) + glyph(name, 32, y - 12.5) + text(56, y, label) +
  text(56 + label.length * 7.4 + 12, y, about, color.grey, 'font-size="12"') +
  (badge ? text(WIDTH - 30, y, badge, tone) : "");
const group = (label, about, tone = color.grey) => (y) =>
  text(52, y, "›", color.grey) + text(68, y, label) + text(180, y, about, tone, 'font-size="12"');
const finding = (tone, message, place) => (y) =>
  dot(36, y - 4.5, tone) + words(52, y, [message], [`   ${place}`, color.grey]);
const plain = (words, tone = color.text, x = 24) => (y) => text(x, y, words, tone);
const code = (words, tone, back) => (y) =>
  (back ? `<rect x="18" y="${y - 18}" width="${WIDTH - 36}" height="${ROW}" fill="${back}"/>` : "") +
  text(28, y, words, tone, 'font-family="var(--vscode-editor-font-family, monospace)" font-size="12"');
const empty = () => "";

const pictures = {
  projects: picture("WORKSPACE · 3 errors · 4 projects", [
    project("fastapi", "saas-api", "fastapi.ddd · py 3.10 · :8000", "2", color.error),
    group("Modules", "17"),
    group("Env", "72 · 2 missing", color.warning),
    group("Services", "1"),
    group("Commands", "4"),
    project("nestjs", "saas-nest", "nestjs.standard · node 20 · :8000", "1", color.error),
    project("fastapi", "saas-webhooks", "fastapi.standard · py 3.10", "", ""),
    project("fastapi", "saas-admin", "fastapi.standard · py 3.10", "", ""),
  ]),
  health: picture("HEALTH · 87 of 100", [
    plain("saas-api · 2 errors", color.text, 20),
    finding(color.error, "JWT_SECRET is read but defined nowhere", "src/settings.py:12"),
    finding(color.error, "Port 8000 is published twice", "docker-compose.yml:9"),
    plain("saas-nest · 1 warning", color.text, 20),
    finding(color.warning, "package-lock.json is older than package.json", "package.json:3"),
  ]),
  fix: picture("REFACTOR PREVIEW", [
    plain("☑  Add JWT_SECRET to .env.example", color.text),
    plain("JWT_SECRET is read but defined nowhere", color.grey, 48),
    empty,
    code("7   DATABASE_URL=postgresql://localhost/saas", color.text),
    code("8 + JWT_SECRET=", color.text, color.added),
    empty,
    (y) => button(24, y, "Apply") + button(100, y, "Discard"),
  ]),
  ask: picture("CHAT", [
    (y) => `<rect x="18" y="${y - 19}" width="${WIDTH - 36}" height="30" rx="5" fill="${color.selected}"/>` + words(30, y, ["@workspai", color.link], [" /ask Which services publish port 8000?"]),
    empty,
    (y) => words(24, y, ["saas-api publishes it in "], ["docker-compose.yml:9", color.link], [", saas-nest in"]),
    (y) => words(24, y, ["saas-nest/docker-compose.yml:6", color.link], [". Only one can run at a time."]),
    (y) => button(24, y + 6, "Preview Fix"),
    empty,
    plain("Answered without a model. Nothing was sent.", color.grey),
  ]),
  model: picture("RECEIPT", [
    plain("970 tokens to qwen3-coder at localhost · 2 secrets taken out", color.text),
    empty,
    (y) => text(24, y, "code") + text(120, y, "src/auth/jwt.py:40-62", color.link) + text(440, y, "640", color.grey),
    (y) => text(24, y, "health") + text(120, y, "3 findings of saas-api", color.grey) + text(440, y, "210", color.grey),
    (y) => text(24, y, "memory") + text(120, y, ".rapidkit/workspace-memory.json:4", color.link) + text(440, y, "90", color.grey),
    (y) => text(24, y, "question") + text(440, y, "30", color.grey),
  ]),
};

mkdirSync(join(media, "walkthrough"), { recursive: true });
for (const [name, svg] of Object.entries(pictures)) {
  writeFileSync(join(media, "walkthrough", `${name}.svg`), svg);
}
