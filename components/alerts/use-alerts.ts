"use client";
import { useSyncExternalStore } from "react";
import { type AlertSettings, alertSettings, defaultAlertSettings } from "@/components/alerts/alert-settings";
import { type AlertState, emptyAlerts } from "@/components/alerts/alert-store";
import { deskAlerts } from "@/components/alerts/desk-alerts";

const subscribe = (listener: () => void): (() => void) => deskAlerts().subscribe(listener);

/** The log, the toasts and what was missed. */
export function useAlerts(): AlertState {
  return useSyncExternalStore(
    subscribe,
    () => deskAlerts().state(),
    () => emptyAlerts,
  );
}

export function useAlertSettings(): AlertSettings {
  return useSyncExternalStore(alertSettings.subscribe, alertSettings.read, () => defaultAlertSettings);
}
