import "@vscode-elements/elements/dist/vscode-badge/index.js";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-progress-bar/index.js";
import "@vscode-elements/elements/dist/vscode-textfield/index.js";
import "./components/grid";
import { DashboardApp, type Host } from "./components/dashboardApp";
import "./components/findingList";
import "./components/mapView";
import "./style/page.css";

declare function acquireVsCodeApi(): Host;

const app = new DashboardApp();
app.host = acquireVsCodeApi();
document.body.append(app);
