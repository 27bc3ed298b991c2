import "@vscode-elements/elements/dist/vscode-badge/index.js";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-progress-bar/index.js";
import "@vscode-elements/elements/dist/vscode-textfield/index.js";
import type { ToHost } from "../../src/dashboard/contract";
import "./components/dataTable";
import { DashboardApp } from "./components/dashboardApp";
import "./components/findingList";
import "./components/mapView";
import "./style/page.css";

declare function acquireVsCodeApi(): { postMessage(message: ToHost): void };

const host = acquireVsCodeApi();
const app = new DashboardApp();
app.post = (message) => host.postMessage(message);
document.body.append(app);
