import { anthropicUsage } from './anthropic-usage.js';
import { apimGateway } from './apim-gateway.js';
import { apimLlmLog } from './apim-llm-log.js';
import { azureOpenaiRr } from './azure-openai-rr.js';
import { azureTrace } from './azure-trace.js';
import { bedrockInvocation } from './bedrock-invocation.js';
import { burstgpt } from './burstgpt.js';
import { cfAigwApi } from './cf-aigw-api.js';
import { cfAigwLogpush } from './cf-aigw-logpush.js';
import { envoyAigw } from './envoy-aigw.js';
import { helicone } from './helicone.js';
import { kongAi } from './kong-ai.js';
import { langfuse } from './langfuse.js';
import { langfuseObservations } from './langfuse-observations.js';
import { litellmDaily } from './litellm-daily.js';
import { litellmSlp } from './litellm-slp.js';
import { litellmSpendlogs } from './litellm-spendlogs.js';
import { mooncake } from './mooncake.js';
import { newApi } from './new-api.js';
import { nginxCombined } from './nginx-combined.js';
import { nginxJson } from './nginx-json.js';
import { oneApi } from './one-api.js';
import { openaiAudit } from './openai-audit.js';
import { openaiUsage } from './openai-usage.js';
import { openrouterActivity } from './openrouter-activity.js';
import { openrouterCsv } from './openrouter-csv.js';
import { otlpGenai } from './otlp-genai.js';
import { portkey } from './portkey.js';
import type { Profile } from './profile.js';
import { vertexRr } from './vertex-rr.js';
import { vllmText } from './vllm-text.js';

/** Every known export, in the order in which `stillhunt formats` lists them: those that are read, then those that are refused. */
export const PROFILES: readonly Profile[] = [
  litellmSpendlogs,
  litellmSlp,
  bedrockInvocation,
  azureOpenaiRr,
  apimGateway,
  vertexRr,
  cfAigwApi,
  otlpGenai,
  openrouterCsv,
  helicone,
  langfuse,
  portkey,
  kongAi,
  envoyAigw,
  nginxCombined,
  nginxJson,
  oneApi,
  newApi,
  burstgpt,
  azureTrace,
  mooncake,
  apimLlmLog,
  cfAigwLogpush,
  langfuseObservations,
  vllmText,
  openaiUsage,
  openaiAudit,
  anthropicUsage,
  openrouterActivity,
  litellmDaily,
];
