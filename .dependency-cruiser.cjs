// The one-way street of the architecture: a folder of server/src imports only the folders named here. Run by `npm run layers`.

/** All that needs neither an editor, a terminal nor a network. */
const core = [
  'base',
  'syntax',
  'toml',
  'events',
  'mapping',
  'schema',
  'rule',
  'analysis',
  'config',
  'evaluate',
  'translate',
  'detect',
  'synthesis',
  'ruleTests',
  'matchDiff',
  'scan',
];

/** What is known of a rule and of events, before one is held against the other. */
const ruleAndEvents = ['base', 'syntax', 'toml', 'events', 'schema', 'rule'];

const allowed = {
  base: [],
  syntax: ['base'],
  toml: ['base'],
  events: ['base'],
  mapping: ['base', 'events'],
  schema: ['base'],
  rule: ['base', 'toml', 'syntax', 'schema'],
  analysis: ['base', 'syntax', 'schema', 'rule', 'toml'],
  config: ['base', 'schema', 'rule', 'analysis'],
  evaluate: ruleAndEvents,
  translate: ['base', 'syntax', 'schema', 'rule', 'toml'],
  detect: [...ruleAndEvents, 'evaluate', 'translate'],
  synthesis: [...ruleAndEvents, 'evaluate'],
  matchDiff: [...ruleAndEvents, 'evaluate', 'detect'],
  scan: [...ruleAndEvents, 'evaluate', 'detect'],
  ruleTests: [...ruleAndEvents, 'evaluate', 'detect', 'synthesis'],
  features: [...core, 'protocol'],
  protocol: [],
  elastic: [...core, 'protocol'],
  lsp: [...core, 'features', 'protocol', 'elastic'],
  cli: [...core, 'features', 'protocol', 'elastic'],
  browser: ['base', 'protocol', 'lsp'],
};

/** npm packages each layer may use; a layer that is not named may use none. */
const packages = {
  base: ['leven'],
  syntax: ['chevrotain'],
  toml: ['toml-eslint-parser'],
  events: ['fflate', 'fzstd', 'jsonc-parser', 'lossless-json', '@elastic/datemath', 'moment'],
  schema: ['yaml'],
  rule: ['jsonc-parser'],
  evaluate: ['re2js', 'ipaddr.js', '@elastic/datemath', 'moment'],
  analysis: ['ipaddr.js', 're2js'],
  mapping: ['zod', 'jsonc-parser'],
  config: ['zod', 'jsonc-parser', 'yaml', 'picomatch'],
  features: ['vscode-languageserver-types', 'vscode-languageserver-textdocument', 'jsonc-parser'],
  lsp: ['vscode-languageserver', 'vscode-languageserver-textdocument', 'vscode-languageserver-types', 'vscode-uri', 'zod'],
  elastic: ['@elastic/elasticsearch', '@elastic/transport', 'zod'],
  browser: ['vscode-languageserver'],
  cli: ['commander', 'picomatch', 'picocolors', 'tinyglobby', 'vscode-uri'],
};

const folderRules = Object.entries(allowed).map(([folder, others]) => ({
  name: `layer-${folder}`,
  comment: `server/src/${folder} may import only: ${others.join(', ') || 'nothing'}`,
  severity: 'error',
  from: { path: `^server/src/${folder}/` },
  to: { path: '^(server|client)/', pathNot: `^server/src/(${[folder, ...others].join('|')})/` },
}));

const packageRules = Object.keys(allowed).map((folder) => ({
  name: `packages-${folder}`,
  comment: `server/src/${folder} may use only: ${(packages[folder] ?? []).join(', ') || 'no package'}`,
  severity: 'error',
  from: { path: `^server/src/${folder}/` },
  to: {
    path: 'node_modules/',
    ...(packages[folder] ? { pathNot: packages[folder].map((name) => `node_modules/${name}/`).join('|') } : {}),
  },
}));

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    ...folderRules,
    ...packageRules,
    {
      name: 'core-has-no-node',
      comment: 'Only the Node entry points, the command line and the connection to a cluster may use Node.',
      severity: 'error',
      from: { path: '^server/src/', pathNot: '^server/src/(node|cli|elastic)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'client-imports-protocol-only',
      severity: 'error',
      from: { path: '^client/' },
      to: { path: '^server/', pathNot: '^server/src/protocol/' },
    },
    { name: 'tests-are-not-imported', severity: 'error', from: { path: '^(server|client)/' }, to: { path: '^test/' } },
    {
      name: 'not-resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(?:vscode|sarif|vscode-language(?:server|client)/browser)$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'server/tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
