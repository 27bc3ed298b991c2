import tseslint from "typescript-eslint";

const features = ["chat", "dashboard", "explorer", "health", "incidents", "lightbulb", "model", "status"];
const noVscode = { name: "vscode", message: "This file is plain: it must run without the editor." };

export default tseslint.config(
  { ignores: ["dist/**", "server/**", "node_modules/**", "src/wire/generated.ts", "src/commandIds.generated.ts"] },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/consistent-type-definitions": "off",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      eqeqeq: ["error", "always"],
      "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  // Plain files: node views, the lifecycle machine, message mapping. Tests run them without the editor.
  {
    files: [
      "src/**/nodes/**/*.ts",
      "src/**/*.test.ts",
      "src/{config,evidence,markdown,notice,outside,pageLinks,places,question,signal,state,words}.ts",
      "src/chat/{answer,buttons,pending,receipt,request}.ts",
      "src/explorer/{about,reports}.ts",
      "src/health/rows.ts",
      "src/incidents/document.ts",
      "src/server/{lifecycle,locate,mirror,protocol,sidecar,stderrLine}.ts",
      "src/status/text.ts",
      ...["contract", "feed", "guard", "html", "stateShape", "subjects"].map((name) => `src/dashboard/${name}.ts`),
      "webview/**/*.ts",
    ],
    rules: { "no-restricted-imports": ["error", { paths: [noVscode] }] },
  },
  // Features never import each other.
  ...features.map((feature) => ({
    files: [`src/${feature}/**/*.ts`],
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        {
          patterns: features
            .filter((other) => other !== feature)
            .map((other) => ({
              group: [`**/${other}/*`, `**/${other}`],
              message: "Features never import each other: share through ctx or a file in src/.",
            })),
        },
      ],
    },
  })),
);
