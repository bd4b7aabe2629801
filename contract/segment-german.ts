import type { administration, CatalogWords } from './catalog.ts'
import type { SegmentPlans, SegmentTypes } from './segment.ts'
import type { roles } from './segment-roles.ts'

type Sentences<Actions> = { readonly [Action in keyof Actions]: string }
type Role = (typeof roles)[number]

/** Words for all there is: a type, an action, a role, a heading or a plan without German words does not compile. */
interface Words extends CatalogWords {
  resourceTypes: {
    readonly [Type in keyof SegmentTypes]: {
      name: string
      plural: string
      actions: Sentences<SegmentTypes[Type]['actions']>
    }
  }
  roles: { readonly [Id in Role['id']]: { name: string; description: string } }
  areas: { readonly [Area in Role['area'] | 'Functions' | 'Custom']: string }
  plans: { readonly [Plan in keyof SegmentPlans]: string }
}

/** Our own administration in German, in every catalog. */
export const administrationInGerman = {
  'workspace:read': 'Die Einstellungen des Workspace sehen.',
  'workspace:edit': 'Namen, Adresse und Einstellungen des Workspace ändern.',
  'authentication:edit': 'Single Sign-on einrichten: Verbindungen, Domains, und wer ohne es hereinkommt.',
  'member:read': 'Mitglieder sehen, ihre Rollen und ihre Gruppen.',
  'member:edit': 'Ändern, wie Anwendungen die Mitglieder nennen.',
  'member:remove': 'Mitglieder entfernen.',
  'member:export': 'Die Liste der Mitglieder herunterladen.',
  'invite:read': 'Ausstehende Einladungen sehen.',
  'invite:edit': 'Personen einladen; Einladungen noch einmal senden, ändern und zurückziehen.',
  'group:read': 'Gruppen sehen, ihre Rollen und wer darin ist.',
  'group:edit': 'Gruppen anlegen, umbenennen, füllen und löschen.',
  'grant:edit': 'Rollen gewähren und entziehen.',
  'role:edit': 'Eigene Rollen anlegen, ändern und löschen.',
  'label:edit': 'Labels anlegen und löschen.',
  'label:assign': 'Jeder Ressource Labels geben und nehmen.',
  'token:read': 'API-Token sehen und was sie dürfen.',
  'access-request:decide': 'Zugriffsanfragen beantworten.',
  'support-access:edit': 'Den Support des Betreibers hereinlassen.',
  'break-glass:edit': 'Personen benennen, die im Notfall Owner werden können.',
  'token:edit': 'API-Token anlegen, ändern und widerrufen.',
  'resource:edit': 'Ressourcen jeder Art registrieren, umbenennen und löschen.',
  'access:decide': 'Fragen, wer was darf und warum.',
  'audit:read': 'Das Protokoll lesen und herunterladen.',
} as const satisfies Sentences<typeof administration>

/** Segment's catalog in German. Names of products (Protocols, Unify, Engage) stay. */
export const german = {
  resourceTypes: {
    workspace: {
      name: 'Workspace',
      plural: 'Workspaces',
      actions: {
        'identity:read': 'Die Identity-Einstellungen von Unify sehen.',
        'identity:edit': 'Die Identity-Einstellungen von Unify ändern.',
        'entity:read': 'Entitätsmodelle sehen.',
        'entity:edit': 'Entitätsmodelle und ihre Verbindungsdaten anlegen, ändern und löschen.',
        'privacy:read': 'Die Einstellungen zum Datenschutz der Endnutzer sehen.',
        'privacy:edit':
          'Die Einstellungen zum Datenschutz der Endnutzer ändern, Daten sperren und löschen lassen.',
        'privacy-portal:open': 'Das Privacy Portal öffnen und darin Felder einordnen.',
      },
    },
    source: {
      name: 'Quelle',
      plural: 'Quellen',
      actions: {
        'source:read': 'Eine Quelle sehen: Einstellungen, Schema, Transformationen und laufende Daten.',
        'source:write-key': 'Den Schreibschlüssel einer Quelle sehen.',
        'source:pii': 'Personenbezogene Daten einer Quelle unverhüllt sehen.',
        'source:edit':
          'Eine Quelle ändern: Einstellungen, Schema und Transformationen; sie ein- und ausschalten.',
        'source:label': 'Einer Quelle Labels geben und nehmen.',
        'source:connect':
          'Quellen Ziele hinzufügen; sie mit Warehouses, Tracking-Plänen und Spaces verbinden.',
        'source:create': 'Quellen anlegen.',
        'source:delete': 'Eine Quelle löschen.',
      },
    },
    destination: {
      name: 'Ziel',
      plural: 'Ziele',
      actions: {
        'destination:read': 'Ein Ziel und seine Einstellungen sehen.',
        'destination:edit': 'Ein Ziel ändern; es ein- und ausschalten.',
        'destination:delete': 'Ein Ziel von seiner Quelle entfernen.',
      },
    },
    function: {
      name: 'Funktion',
      plural: 'Funktionen',
      actions: {
        'function:read': 'Eine Funktion und ihren Code sehen.',
        'function:edit':
          'Eine Funktion ändern. Sie zu verbinden oder auszuliefern erfordert auch `source:connect`.',
        'function:create': 'Funktionen anlegen.',
        'function:delete': 'Eine Funktion löschen.',
      },
    },
    warehouse: {
      name: 'Warehouse',
      plural: 'Warehouses',
      actions: {
        'warehouse:read': 'Ein Warehouse und seine Einstellungen sehen.',
        'warehouse:edit': 'Ein Warehouse ändern. Eine Quelle zu verbinden erfordert auch `source:connect`.',
        'warehouse:create': 'Warehouses anlegen.',
        'warehouse:delete': 'Ein Warehouse löschen.',
      },
    },
    tracking_plan: {
      name: 'Tracking-Plan',
      plural: 'Tracking-Pläne',
      actions: {
        'tracking-plan:read': 'Einen Tracking-Plan und seine Regeln sehen.',
        'tracking-plan:edit':
          'Einen Tracking-Plan ändern; Quellen davon lösen. Eine hinzuzufügen erfordert auch `source:connect`.',
        'tracking-plan:create': 'Tracking-Pläne anlegen.',
        'tracking-plan:delete': 'Einen Tracking-Plan löschen.',
      },
    },
    space: {
      name: 'Space',
      plural: 'Spaces',
      actions: {
        'space:read': 'Einen Space sehen, seine Profile und seine Unify-Einstellungen.',
        'space:pii': 'Personenbezogene Daten eines Space unverhüllt sehen.',
        'space:download':
          'Profile und Zielgruppen eines Space herunterladen; ohne `space:pii` bleiben personenbezogene Daten verhüllt.',
        'space:edit': 'Die Unify-Einstellungen eines Space ändern.',
        'space:label': 'Einem Space Labels geben und nehmen.',
        'space:create': 'Spaces anlegen.',
        'space:delete': 'Einen Space löschen.',
        'engage:read': 'Zielgruppen, Merkmale, Journeys und Inhalte eines Space sehen.',
        'engage:edit': 'Zielgruppen, Merkmale, Journeys und Inhalte eines Space anlegen, ändern und löschen.',
        'engage:connect':
          'Engage-Funktionen mit Zielen verbinden. Ein Ziel mit dem Space zu verbinden erfordert auch `source:connect`.',
        'engage:settings': 'Die Engage-Einstellungen eines Space ändern.',
      },
    },
  },
  roles: {
    '1WDUuRLxv84rrfCNUwvkrRtkxnS': {
      name: 'Workspace Owner',
      description: 'Darf alles im Workspace sehen und ändern, auch seine Einstellungen und wer dazugehört.',
    },
    '1WDUuxiqV7wi0ufk0JOWX2RtBMq': {
      name: 'Workspace Member',
      description: 'Kein eigener Zugriff: der Behälter für die anderen Rollen.',
    },
    '1aEWAcU0fArxScocwH9xxLgW7r3': {
      name: 'Minimaler Zugang',
      description:
        'Darf den Workspace öffnen; sieht keine Quellen, Ziele oder anderen Ressourcen und ändert nichts.',
    },
    '1WDUuSF1kN1xis2lp09RVKOsnnL': {
      name: 'Quellen verwalten',
      description:
        'Verwaltet die zugewiesenen Quellen: Einstellungen, Schreibschlüssel, verbundene Ziele, Schema, Transformationen und laufende Daten.',
    },
    '1WDUuNOXQYGLtEI7LcfBMpvU9ll': {
      name: 'Quellen lesen',
      description: 'Liest die zugewiesenen Quellen und was daran hängt, ohne den Schreibschlüssel.',
    },
    '1WDUuUTNtbdpyJV0KPQzlHVkewe': {
      name: 'Funktionen verwalten',
      description:
        'Legt Funktionen an, ändert und löscht die zugewiesenen. Sie zu verbinden oder auszuliefern erfordert auch „Quellen verwalten“.',
    },
    '1Y86RP8BjOpdJtb5FbH0Z2M57PX': {
      name: 'Funktionen lesen',
      description: 'Liest die zugewiesenen Funktionen.',
    },
    '1WDUuY68jLTuIRC6DzqM6zKnkSf': {
      name: 'Warehouses verwalten',
      description: 'Verwaltet Warehouses und ihre Einstellungen.',
    },
    '1WDUuYzBBvlpH0Oq4hPVMw7OsiW': {
      name: 'Warehouses lesen',
      description: 'Liest Warehouses und ihre Einstellungen.',
    },
    '1WDUuSmhpuFwR0dtYcgzeiGnmDr': {
      name: 'Tracking-Pläne verwalten',
      description: 'Verwaltet alle Tracking-Pläne.',
    },
    '1WDUuWtxCUipR4uma0pqqZ8T2Qq': {
      name: 'Tracking-Pläne lesen',
      description: 'Liest alle Tracking-Pläne.',
    },
    '1WDUuSVopUPUzSLNKqvG6uCiFtq': {
      name: 'Unify und Engage verwalten',
      description:
        'Verwaltet die Einstellungen von Unify sowie Zielgruppen, Merkmale, Journeys, Inhalte und Einstellungen von Engage.',
    },
    '1WDUuvuWR00OLFPx71kMrxhyhHH': {
      name: 'Unify lesen, Engage nutzen',
      description:
        'Liest Unify; bearbeitet Zielgruppen, Merkmale, Journeys und Inhalte von Engage. Ohne Herunterladen personenbezogener Daten.',
    },
    '1WDUu8dgjaGOXU0AxJuzYy0ev1O': {
      name: 'Unify und Engage lesen',
      description: 'Liest Unify und Engage. Ohne Herunterladen personenbezogener Daten.',
    },
    '1Ttjwdg1SEGKH5hfg8heUBlfXGK': {
      name: 'Identity verwalten',
      description: 'Verwaltet die Identity-Einstellungen von Unify.',
    },
    '1WDUuZZHYMmfk3lpQQWJQUmoyq1': {
      name: 'Entitäten verwalten',
      description: 'Sieht und bearbeitet Entitätsmodelle und ihre Verbindungsdaten.',
    },
    '1WDUu8oLf0X25wzX6pTHMVEkbnH': {
      name: 'Entitäten lesen',
      description: 'Sieht Entitätsmodelle.',
    },
    '1dsSKGeBDUTGJ1QoZTtymZq949J': {
      name: 'Datenschutz der Endnutzer verwalten',
      description:
        'Verwaltet die Einstellungen zum Datenschutz der Endnutzer. Öffnet nicht das Privacy Portal.',
    },
    '1ZxBLEwfZgYG3olVPxkc7e35Wue': {
      name: 'Zugriff auf personenbezogene Daten',
      description:
        'Zeigt personenbezogene Daten unverhüllt in dem, was jemand ohnehin sehen darf. Erweitert nie, was jemand sieht.',
    },
  },
  areas: {
    Workspace: 'Workspace',
    Connections: 'Verbindungen',
    Functions: 'Funktionen',
    Storage: 'Speicher',
    Protocols: 'Protocols',
    'Unify and Engage': 'Unify und Engage',
    Privacy: 'Datenschutz',
    Custom: 'Eigene Rollen',
  },
  plans: { free: 'Kostenlos', team: 'Team', business: 'Business' },
} as const satisfies Words
