'use strict';

/** What the project can be told from outside, read once. */
function readConfiguration(env) {
  return {
    environment: env.NODE_ENV ?? 'development',
    port: Number(env.PORT ?? 8002),
    mail: { retryLimit: Number(env.MAIL_RETRY_LIMIT ?? 5) },
  };
}

module.exports = { readConfiguration };
