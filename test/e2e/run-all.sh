#!/usr/bin/env bash
# The whole end-to-end run: builds and packs the extension, installs the package in a real VS Code, runs the suite inside its
# extension host and then drives its workbench as a person does.
#   usage: test/e2e/run-all.sh [min|latest]...     default: both, the oldest supported VS Code and the newest
set -euo pipefail
cd "$(dirname "$0")/../.."
[ $# -gt 0 ] || set -- min latest
bash test/e2e/install.sh chromium vsce "$@"
npm run package
node test/e2e/check-packages.mjs
for version; do
  echo "== VS Code $version =="
  E2E_VSCODE=$version node test/e2e/run-suite.mjs --vsix dist/rulewright.vsix
  # What hardly depends on the version of VS Code is seen in one.
  skipped=()
  if [ "$version" = "$1" ]; then
    E2E_VSCODE=$version node test/e2e/run-suite.mjs --vsix dist/rulewright.vsix --beside other-toml
  else
    skipped=(--skip themes,readme,largeSample)
  fi
  E2E_VSCODE=$version node test/e2e/run-ui.mjs --vsix dist/rulewright.vsix "${skipped[@]}"
done
# Once is enough: in a folder that is not trusted, and in the web extension host.
echo "== $1: not trusted, and on the web =="
E2E_VSCODE=$1 E2E_GREP='On Node|Diagnostics|Running a rule|A virtual file system' node test/e2e/run-suite.mjs --vsix dist/rulewright.vsix --untrusted
E2E_VSCODE=$1 node test/e2e/run-web.mjs --vsix dist/rulewright.vsix
