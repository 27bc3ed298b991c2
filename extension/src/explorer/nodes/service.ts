import { code, plainText } from "../../markdown";
import { isBelow } from "../../places";
import { dotted } from "../../words";
import type { Overview, ServiceReport } from "../../wire/generated";
import { defineNode } from "./node";

/** A compose service. */
export interface ServiceItem {
  readonly kind: "service";
  /** The project it is shown under; `null`: the workspace. */
  readonly project: string | null;
  readonly service: ServiceReport;
}

/** The compose services that belong to no project. */
export interface ServicesItem {
  readonly kind: "services";
  readonly services: readonly ServiceReport[];
}

export const serviceNode = defineNode<ServiceItem>({
  kind: "service",
  view: ({ project, service }) => ({
    id: `service:${project ?? ""}:${service.file}:${service.name}`,
    label: service.name,
    description: dotted(service.image, ...service.ports.map((port) => `:${port}`)),
    icon: { kind: "theme", id: /postgres|mysql|maria|mongo|redis|sql/i.test(service.image ?? "") ? "database" : "server" },
    tooltip: (linkTo) =>
      `**${plainText(service.name)}** ${service.image ? code(service.image) : "(built from the project)"}\n\n` +
      `Compose service in ${linkTo(service)}`,
    context: "service",
    expansion: "none",
    opens: service,
  }),
});

export const servicesNode = defineNode<ServicesItem, ServiceItem>({
  kind: "services",
  view: ({ services }) => ({
    id: "services",
    label: "Services",
    description: services.map(({ name }) => name).join(" · "),
    icon: { kind: "theme", id: "server-environment" },
    context: "services",
    expansion: "collapsed",
  }),
  children: ({ services }) => services.map((service) => ({ kind: "service", project: null, service })),
});

/** The services of a project: those that build it, and those of the compose files in its folder. */
export function servicesOf(project: string, { services, projects }: Overview): ServiceReport[] {
  return services.filter((service) => ownerOf(service, projects.map(({ path }) => path)) === project);
}

/** The services of no project. */
export function looseServices({ services, projects }: Overview): ServiceReport[] {
  return services.filter((service) => ownerOf(service, projects.map(({ path }) => path)) === undefined);
}

function ownerOf(service: ServiceReport, projects: readonly string[]): string | undefined {
  if (service.project !== null) {
    return service.project;
  }
  const around = projects.filter((path) => isBelow(service.file, path));
  return around.sort((a, b) => b.length - a.length)[0];
}
