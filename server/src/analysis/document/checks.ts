/** The checks of a rule as a document, beside those of its queries: one list, each file one subject. */
import { stackVersion } from '../eql/stackVersion.js';
import type { DocumentCheck } from './check.js';
import { checkKeyOrder } from './keyOrder.js';
import { checkKeys } from './keys.js';
import { checkTextForms } from './textForms.js';
import { checkAttack } from './attack.js';
import { checkGuide } from './guide.js';
import { checkPlugins } from './plugins.js';
import { checkTags } from './tags.js';
import { checkComputed } from './computed.js';
import { checkDatasets } from './datasets.js';
import { checkEqlOptions } from './eqlOptions.js';
import { checkEsql } from './esql.js';
import { checkFileName } from './fileName.js';
import { checkFilters } from './filters.js';
import { checkIdentity } from './identity.js';
import { checkIndices } from './indices.js';
import { checkIntegrations } from './integrations.js';
import { checkLayout } from './layout.js';
import { checkLinks } from './links.js';
import { checkMachineLearning } from './machineLearning.js';
import { checkMetadata } from './metadata.js';
import { checkNewTerms } from './newTerms.js';
import { checkOverrides } from './overrides.js';
import { checkRisk } from './risk.js';
import { checkSchedule } from './schedule.js';
import { checkSequenceTiming } from './sequenceTiming.js';
import { checkStack } from './stack.js';
import { checkSuppression } from './suppression.js';
import { checkThreatMatch } from './threatMatch.js';
import { checkThreshold } from './threshold.js';

export const documentChecks: readonly DocumentCheck[] = [
  checkKeys,
  checkTextForms,
  stackVersion,
  checkAttack,
  checkTags,
  checkGuide,
  checkPlugins,
  checkMetadata,
  checkStack,
  checkIntegrations,
  checkIdentity,
  checkRisk,
  checkLinks,
  checkOverrides,
  checkComputed,
  checkSchedule,
  checkSequenceTiming,
  checkIndices,
  checkDatasets,
  checkNewTerms,
  checkThreshold,
  checkThreatMatch,
  checkSuppression,
  checkMachineLearning,
  checkEqlOptions,
  checkFilters,
  checkEsql,
  checkFileName,
  checkLayout,
  checkKeyOrder,
];
