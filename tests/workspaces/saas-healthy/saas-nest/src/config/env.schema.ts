import * as Joi from 'joi';

/** Checked when the application starts: a missing key stops it with a clear message. */
export const envSchema = Joi.object({
  NODE_ENV: Joi.string().valid('development', 'test', 'production').default('development'),
  PORT: Joi.number().port().default(8002),
  MAIL_FROM: Joi.string().required(),
  MAIL_RETRY_LIMIT: Joi.number().integer().min(0).default(5),
  MAIL_RECEIPT_PUBLIC_KEY: Joi.string().optional(),
  // <<<inject:env-schema>>>
  // <<<inject:env-schema:auth_core:start>>>
  AUTH_JWT_SECRET: Joi.string().min(16).required(),
  // <<<inject:env-schema:auth_core:end>>>
  // <<<inject:env-schema:db_postgres:start>>>
  DATABASE_URL: Joi.string().uri().required(),
  // <<<inject:env-schema:db_postgres:end>>>
});
