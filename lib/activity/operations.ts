import { documentView } from "#lib/api/document.ts";
import { operation } from "#lib/api/operation.ts";
import { pageView } from "#lib/api/view.ts";
import { exportActivity, exportActivityInput } from "./export.ts";
import { listActivity, listActivityInput } from "./list.ts";
import { activityView } from "./view.ts";

export const activityOperations = {
  "activity.list": operation({
    method: "GET",
    path: "/activity",
    summary: "List who did what",
    permission: "activity.view",
    input: listActivityInput,
    verb: listActivity,
    view: pageView(activityView),
  }),
  "activity.export": operation({
    method: "GET",
    path: "/activity.csv",
    summary: "Export who did what as CSV",
    permission: "activity.view",
    input: exportActivityInput,
    verb: exportActivity,
    view: documentView,
  }),
};
