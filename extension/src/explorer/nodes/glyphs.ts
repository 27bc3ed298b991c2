// Which drawing stands for a project. Plain. The drawings are in media/glyphs, made by scripts/glyphs.mjs.

export const GLYPHS = [
  "django",
  "express",
  "fastapi",
  "fastify",
  "flask",
  "go",
  "gochi",
  "goecho",
  "gofiber",
  "gogin",
  "java",
  "koa",
  "medusa",
  "nestjs",
  "nextjs",
  "node",
  "project",
  "python",
  "springboot",
  "starlette",
] as const;

export type Glyph = (typeof GLYPHS)[number];

/** The framework's glyph, else the runtime's. */
export function glyphOf(runtime: string, framework: string | null): Glyph {
  const known = (name: string | null): Glyph | undefined => GLYPHS.find((glyph) => glyph === name);
  return known(framework) ?? known(runtime) ?? "project";
}
