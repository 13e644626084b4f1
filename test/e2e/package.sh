#!/usr/bin/env bash
# Packs the built extension into dist/rulewright.vsix.
set -euo pipefail
cd "$(dirname "$0")/../.."
bash test/e2e/install.sh vsce
vsce=${E2E_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/rulewright-e2e}/vsce/node_modules/@vscode/vsce/vsce
# --no-dependencies: the bundles hold all that they need. The other two keep it from asking about a repository.
node "$vsce" package --no-dependencies --allow-missing-repository --no-rewrite-relative-links --out dist/rulewright.vsix
node test/e2e/changeManifest.mjs dist/rulewright.vsix dist/rulewright.vsix type
