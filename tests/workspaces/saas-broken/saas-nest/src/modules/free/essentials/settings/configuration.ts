import { loadVendored } from '../../../vendored';

export interface Configuration {
  environment: string;
  port: number;
  mail: { retryLimit: number };
}

interface SettingsRuntime {
  readConfiguration(env: NodeJS.ProcessEnv): Configuration;
}

const runtime = loadVendored<SettingsRuntime>('settings', '0.1.41', 'nestjs/configuration.js');

export default (): Configuration => runtime.readConfiguration(process.env);
