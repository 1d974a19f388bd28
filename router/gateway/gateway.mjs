/** The GraphQL part of the router, which plans and executes operations over the supergraph. */
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';
import { passOverloads } from './admission/overload.mjs';
import { limitAnswers } from './answers.mjs';
import { cachePublicAnswers, learnAge } from './caching.mjs';
import { compressAnswers } from './compression.mjs';
import { namedDocuments } from './documents.mjs';
import { completeAnswers, maskedErrors } from './errors.mjs';
import { forwardHeaders, keepCookies, passCookies } from './headers.mjs';
import { limitOperations } from './limits.mjs';
import { recordOperation, runtimeLogger } from './logging.mjs';
import { boundedDocuments } from './parsed.mjs';
import { readRequests } from './parsing.mjs';
import { introspectionAlone } from './planner.mjs';
import { hideSchema } from './privacy.mjs';
import { learnRefusal, passRateLimits } from './rates.mjs';
import { limitStreams } from './sockets.mjs';
import { exposeCalls, guardCalls, transportEntries } from './subgraphs.mjs';
import { transports } from './transport.mjs';
import { checkVariables } from './variables.mjs';

/**
 * Creates the request handler for `/graphql`, `/health/live` and `/health/ready`. `keepAnswers` is the
 * plugin that keeps the public ones, and `learnPriorities` the one that tells admission what they are;
 * `limits` count the streams.
 */
export function createGateway(config, keepAnswers, learnPriorities, limits) {
  return createGatewayRuntime({
    supergraph: config.supergraph,
    unifiedGraphHandler,
    transports: transports(config, [keepCookies, learnAge, learnRefusal]),
    transportEntries: transportEntries(config),
    cors: config.corsOrigins.length > 0 && { origin: config.corsOrigins, credentials: true },
    maskedErrors,
    // Subgraphs give their errors a code already.
    subgraphErrors: false,
    requestId: false,
    healthCheckEndpoint: '/health/live',
    readinessCheckEndpoint: '/health/ready',
    graphiql: false,
    landingPage: false,
    logging: runtimeLogger,
    plugins: () => [
      forwardHeaders(config),
      readRequests,
      passCookies,
      namedDocuments(config),
      boundedDocuments(),
      introspectionAlone,
      completeAnswers,
      passOverloads,
      guardCalls(config),
      recordOperation,
      learnPriorities,
      limitAnswers,
      cachePublicAnswers,
      passRateLimits,
      compressAnswers,
      ...(config.isDevelopment ? [] : [hideSchema]),
      // After the others: it may end an operation before any later plugin sees it.
      limitOperations(config),
      checkVariables,
      limitStreams(limits),
      // After all that shape the answer, and before what tells of this request alone.
      keepAnswers,
      ...(config.exposeCalls ? [exposeCalls] : []),
    ],
  });
}
