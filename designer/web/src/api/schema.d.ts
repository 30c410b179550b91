// Generated from /api/openapi.json by `npm run api`.
export interface paths {
    "/api/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every account */
        get: operations["listAccounts"];
        put?: never;
        /** Make an account */
        post: operations["createAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An account */
        get: operations["getAccount"];
        /** Change an account's name, roles, organisation, or whether it is disabled */
        put: operations["changeAccount"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set the password of somebody who forgot it; their sessions end */
        post: operations["setPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cases I may see: a citizen's own, a department's matters */
        get: operations["listCases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A case by id or number */
        get: operations["getCase"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Do an action the workflow offers */
        post: operations["act"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/answers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign, or give the opinion one was asked for: once and for good */
        post: operations["answerAsked"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/clocks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The clock ledger of a case, and day by day why a limit stands as it does */
        get: operations["getClocks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/extension": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a running case more time, by the law its matter names */
        post: operations["extendCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring a file for a file field that a correction asks for, or that corrected answers do; its id is then part of the answer that is handed in */
        post: operations["uploadCorrectionFieldFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/handover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Claim, release, transfer or delegate the step of a case, or take a delegation back */
        post: operations["handOver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/materials/{material}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hand in a material a department asked for again; id is the matter's case */
        post: operations["uploadCorrectionFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/officers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** To whom I can hand the step of a case */
        get: operations["listOfficers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/opinions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask another department for its opinion */
        post: operations["askOpinion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/opinions/{task}/revocation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a question back that is not answered yet */
        post: operations["revokeOpinion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a case back to an earlier step it has been through */
        post: operations["returnCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/visit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Arrange, move, cancel or hold a joint inspection, leave it, or record what was found; If-Match is the revision of the inspection */
        post: operations["visit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/withdrawal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back what is not decided yet: one matter, or a theme case as a whole */
        post: operations["withdraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/code-lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Code lists, best match first; without q, by id */
        get: operations["listCodeLists"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/code-lists/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A code list with its entries and where it is used */
        get: operations["getCodeList"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/code-lists/{id}/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Entries of a code list, searched or level by level */
        get: operations["listCodes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dashboard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every metric of the managers' page, each with its definition and query */
        get: operations["dashboard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dashboard/needless": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What applicants were asked although another department has it: narrowed, with the filings behind the number */
        get: operations["dashboardNeedless"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/delegations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who stands in for whom, in my departments and for me */
        get: operations["listDelegations"];
        put?: never;
        /** Let another officer act and sign for one from a day to a day */
        post: operations["nameDeputy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/delegations/deputies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** For whom I can name a deputy, and whom */
        get: operations["listDeputies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/delegations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A delegation */
        get: operations["getDelegation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/delegations/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a delegation before its last day */
        post: operations["endDelegation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Deliver once more */
        post: operations["replayDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What changed between two releases or versions, by stable key and class */
        get: operations["diff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drafts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My open drafts, the one saved last first */
        get: operations["listDrafts"];
        put?: never;
        /** Open a draft; the same key again gives the draft it opened */
        post: operations["startDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drafts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A draft with its journey */
        get: operations["getDraft"];
        put?: never;
        post?: never;
        /** Throw a draft away with its files */
        delete: operations["deleteDraft"];
        options?: never;
        head?: never;
        /** Save answers */
        patch: operations["saveAnswers"];
        trace?: never;
    };
    "/api/v1/drafts/{id}/earlier": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What I answered in earlier filings and could use in this draft */
        get: operations["listEarlierAnswers"];
        put?: never;
        /** Use earlier answers, or none; the same key again gives the first outcome */
        post: operations["useEarlierAnswers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drafts/{id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a file for a file field of a draft: one a request, in the part "file"; it is added to the answer */
        post: operations["uploadFieldFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drafts/{id}/materials/{material}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hand in a material of a draft: one file a request, in the part "file" */
        post: operations["uploadFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drafts/{id}/submit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Submit; the same key or draft again gives the first receipt */
        post: operations["submitDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/duties": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Source responsibility: which department delivers which field or material, and what is still being asked */
        get: operations["listDuties"];
        put?: never;
        /** Ask a department to deliver a field or material of a matter */
        post: operations["proposeDuty"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/duties/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The demand list or the duty list of a department, or of every one the caller may see, as a file */
        get: operations["getDutyFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/duties/propose": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask the departments that the elements and materials of a matter name as their source, for all that has no duty yet */
        post: operations["proposeDuties"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/duties/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A duty with its history */
        get: operations["getDuty"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/duties/{id}/steps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm, return, reassign, arbitrate, withdraw or end */
        post: operations["stepDuty"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/elements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Elements, best match first; without q, by id */
        get: operations["listElements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/elements/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An element with where it is used */
        get: operations["getElement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The event log in order, for machines that follow it */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/files/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a file from a draft, or from a correction not handed in yet */
        delete: operations["removeFile"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/files/{id}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A file's bytes */
        get: operations["getFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/forms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every form */
        get: operations["listForms"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/forms/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A compiled form with its sections and fields */
        get: operations["getForm"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/forms/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try answers on a form: the journey, what is wrong, and why a question is shown */
        post: operations["previewForm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/forms/{id}/schema": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A form as plain JSON Schema 2020-12: what always applies */
        get: operations["getFormSchema"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/identities/{username}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who an account belongs to */
        get: operations["getIdentity"];
        /** Say who an account belongs to; nobody says it of themselves */
        put: operations["verifyIdentity"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/identities/{username}/revocation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that nobody knows any more who an account belongs to */
        post: operations["revokeIdentity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/impact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a change of a definition touches: definitions, drafts, running cases, dashboards */
        get: operations["impact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** From when on clocks are yellow and red */
        get: operations["getLights"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/materials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Standard materials with where they are asked for */
        get: operations["listMaterials"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every matter */
        get: operations["listMatters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A matter with its workflow and materials */
        get: operations["getMatter"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{id}/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** File a single matter in one call: the body is the answers by subject and element */
        post: operations["submitMatter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{id}/comparison": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A matter beside its template or another matter, attribute by attribute and field by field */
        get: operations["compareMatter"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{id}/followers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The matters that follow this one as their template: how much they differ, and what they propose to it */
        get: operations["listFollowers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{id}/form": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A matter's own form, with what may be chosen */
        get: operations["getMatterForm"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What published versions changed of a matter, and of those it came from and became: who, what, when and why */
        get: operations["getMatterHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters/{id}/schema": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A matter's own form as plain JSON Schema 2020-12: what always applies */
        get: operations["getMatterSchema"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who am I */
        get: operations["me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change my password; every session ends, and this browser gets a new one */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/migrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Migrations, newest first */
        get: operations["listMigrations"];
        put?: never;
        /** Move drafts and running cases to another release, page by page behind this answer */
        post: operations["startMigration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/migrations/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sort drafts and running cases: safe, in need of an answer, blocked; nothing is changed */
        post: operations["dryRunMigration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/migrations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far a migration has come */
        get: operations["getMigration"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/migrations/{id}/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A migration's filings and what became of them */
        get: operations["listMigrationItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/migrations/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put back what nobody acted upon since; again is no error */
        post: operations["undoMigration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The organisation tree */
        get: operations["listOrganisations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Add or rename a node of the organisation tree */
        put: operations["saveOrganisation"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/packs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Current releases */
        get: operations["listPacks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/packs/{name}/cancellations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin a draft of the pack in which a matter ends; the same again gives the draft it began */
        post: operations["cancelMatter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/packs/{name}/cancellations/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What cancelling a matter would change, and who still counts on it; nothing is kept */
        post: operations["previewCancellation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/packs/{name}/delegations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin a draft of the pack in which another department handles a matter; the same again gives the draft it began */
        post: operations["delegateMatter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/packs/{name}/delegations/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What handing the power over a matter to another department would change and replace; nothing is kept */
        post: operations["previewMatterDelegation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/packs/{name}/departments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The departments that the matters of a pack in force can be given to */
        get: operations["listDepartments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/packs/{name}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened to a pack, newest first */
        get: operations["packHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/packs/{name}/merges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin a draft of the pack in which several matters are one; the same again gives the draft it began */
        post: operations["mergeMatters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/packs/{name}/merges/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What merging matters would change, and leave to decide; nothing is kept */
        post: operations["previewMerge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/packs/{name}/retractions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin a draft of the pack in which a cancellation or a delegation is taken back before its day; the same again gives the draft it began */
        post: operations["retractAct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/packs/{name}/retractions/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What taking back a cancellation or a delegation before its day would change; nothing is kept */
        post: operations["previewRetraction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/packs/{name}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the matters of a pack in force ask needlessly, and what is there twice, with what could be saved */
        get: operations["reviewPack"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/packs/{name}/splits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin a draft of the pack in which a matter is several; the same again gives the draft it began */
        post: operations["splitMatter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/packs/{name}/splits/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What splitting a matter would change, and leave to decide; nothing is kept */
        post: operations["previewSplit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/packs/{name}/standardisations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin a draft of the pack in which differences from a matter's template are adopted, kept, proposed or open again, or in which a template takes over what a matter proposes; the same again gives the draft it began */
        post: operations["standardiseMatter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/packs/{name}/standardisations/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What decisions about a matter's differences from its template would change, and what is still undecided; nothing is kept */
        post: operations["previewStandardisation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/packs/{name}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Drafts, versions and releases of a pack, newest first */
        get: operations["listVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Policies in force, by pack and id; with q, those that match */
        get: operations["listPolicies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/evaluate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a situation entitles to, with reasons; nothing is kept */
        post: operations["evaluatePolicies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A policy with its criteria */
        get: operations["getPolicy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/registrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a citizen's account */
        post: operations["register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/releases/{hash}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A release's files */
        get: operations["getReleaseFiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/releases/{hash}/retire": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a release out of force for good: what runs goes on */
        post: operations["retireRelease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The session of this browser; a stranger's holds only the token to sign in with */
        get: operations["getSession"];
        put?: never;
        /** Sign in; the session rides on a cookie */
        post: operations["signIn"];
        /** Sign out */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every source, oldest first */
        get: operations["listSources"];
        put?: never;
        /** Set a source up; the same key again gives the source it made */
        post: operations["createSource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sources/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A source */
        get: operations["getSource"];
        /** Change a source, or switch it on or off */
        put: operations["changeSource"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sources/{id}/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A register's rows, to the department that keeps it */
        get: operations["listSourceRows"];
        /** Put rows into a register, all or none */
        put: operations["putSourceRows"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sources/{id}/rows/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a row from a register */
        delete: operations["deleteSourceRow"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/themes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every theme */
        get: operations["listThemes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/themes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A theme with its guide, matters and figures */
        get: operations["getTheme"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/themes/{id}/certificate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A theme's reduction certificate: what merging saves, in every situation and on average */
        get: operations["getCertificate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/themes/{id}/certificate/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The reduction certificate as a file */
        get: operations["getCertificateFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/themes/{id}/form": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The merged form, compiled from the matters' forms */
        get: operations["getMergedForm"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/themes/{id}/guide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The shortest question tree that follows from the theme's conditions, and what each answer decides */
        get: operations["getGuide"];
        put?: never;
        /** Where the guide stands for these answers; nothing is kept */
        post: operations["guide"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/themes/{id}/schema": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The merged form as plain JSON Schema 2020-12: what always applies */
        get: operations["getMergedSchema"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/themes/{id}/simulation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Synthetic cases of a theme: dead ends, what is never shown, load of departments, days */
        get: operations["simulateTheme"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My API tokens */
        get: operations["listTokens"];
        put?: never;
        /** Make an API token that acts as me; the same key again gives the token it made, without its secret */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a token */
        delete: operations["deleteToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin a draft from a pack's files; the same files again give the draft they began */
        post: operations["createVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/versions/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin a draft from a ZIP file in the part "file" */
        post: operations["uploadVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/versions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A version */
        get: operations["getVersion"];
        put?: never;
        post?: never;
        /** Throw a draft away; its history stays */
        delete: operations["discardVersion"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/versions/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Agree with exactly the content under review; not one's own */
        post: operations["approveVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/versions/{id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A version's files */
        get: operations["getVersionFiles"];
        /** Replace a draft's files */
        put: operations["saveVersion"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/versions/{id}/gate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What stands between a version and its publishing */
        get: operations["gateVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/versions/{id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put an approved version in force; the gate decides */
        post: operations["publishVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/versions/{id}/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a version back to its author */
        post: operations["returnVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/versions/{id}/simulation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Synthetic cases of a theme of a version, beside the same cases in the release in force */
        get: operations["simulateVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/versions/{id}/submit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hand a draft over for review */
        post: operations["submitVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every webhook */
        get: operations["listWebhooks"];
        put?: never;
        /** Subscribe an address to events; the same key again gives the webhook it made */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Unsubscribe */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /** Switch a webhook on or off; what happens while it is off is not kept for it, replay sends it */
        patch: operations["changeWebhook"];
        trace?: never;
    };
    "/api/v1/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Deliveries, newest first */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a part of the log again */
        post: operations["replayEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/worklist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What waits for me, the clock first */
        get: operations["worklist"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Account: {
            /** Format: date-time */
            created: string;
            disabled: boolean;
            id: string;
            name: string;
            organisation?: string;
            /** Format: int64 */
            revision: number;
            roles: string[];
            username: string;
        };
        AccountList: {
            items: components["schemas"]["Account"][];
            next?: string;
        };
        ActIn: {
            /** @description With resubmit: corrected answers, by path. Each that was asked for by name, one that stays as it was too */
            answers?: {
                [key: string]: unknown;
            };
            event: string;
            /** @description With a correction: paths to put right */
            fields?: string[];
            /** @description With a correction: materials to hand in again */
            materials?: string[];
            note?: string;
            /** @description With deliver: the result's fields, by path */
            result?: {
                [key: string]: unknown;
            };
            resultNumber?: string;
        };
        Action: {
            consequence: components["schemas"]["MetamodelText"];
            event: string;
            /** @description With deliver: the result's fields to enter */
            fields?: components["schemas"]["ResultField"][];
            /** @enum {string} */
            kind: "forward" | "correct" | "rectify" | "refuse" | "approve" | "deliver" | "resubmit";
            label: components["schemas"]["MetamodelText"];
            noteRequired: boolean;
            target: components["schemas"]["Named"];
        };
        AnalyticsDashboard: {
            /** Format: date-time */
            asOf: string;
            departments: components["schemas"]["AnalyticsInWork"][];
            due: components["schemas"]["AnalyticsDueCase"][];
            flow: components["schemas"]["AnalyticsFlowDay"][];
            matters: components["schemas"]["AnalyticsInWork"][];
            metrics: components["schemas"]["AnalyticsMetric"][];
            needless: components["schemas"]["AnalyticsNeedless"];
            reality: components["schemas"]["AnalyticsThemeReal"][];
            savings: components["schemas"]["AnalyticsThemeSaved"][];
            steps: components["schemas"]["AnalyticsStepDays"][];
            totals: components["schemas"]["AnalyticsTotals"];
        };
        AnalyticsDueCase: {
            case: string;
            department: string;
            /** Format: date-time */
            due: string;
            light: string;
            matter: string;
            number: string;
            state: string;
            theme?: string;
        };
        AnalyticsFlowDay: {
            day: string;
            /** Format: int64 */
            in: number;
            /** Format: int64 */
            out: number;
        };
        AnalyticsInWork: {
            /** Format: int64 */
            asking: number;
            department?: string;
            /** Format: int64 */
            ended: number;
            id: string;
            /** Format: int64 */
            inWork: number;
            onTime: null | number;
            /** Format: int64 */
            overdue: number;
        };
        AnalyticsMetric: {
            definition: components["schemas"]["MetamodelText"];
            id: string;
            name: components["schemas"]["MetamodelText"];
            query: string;
            unit?: components["schemas"]["MetamodelText"];
        };
        AnalyticsNeedless: {
            /** Format: int64 */
            confirmed: number;
            demanders: components["schemas"]["AnalyticsNeedlessCount"][];
            /** Format: int64 */
            filings: number;
            items: components["schemas"]["AnalyticsNeedlessItem"][];
            matters: components["schemas"]["AnalyticsNeedlessCount"][];
            months: components["schemas"]["AnalyticsNeedlessCount"][];
            reasons: components["schemas"]["AnalyticsNeedlessCount"][];
            sources: components["schemas"]["AnalyticsNeedlessCount"][];
            /** Format: int64 */
            times: number;
        };
        AnalyticsNeedlessCase: {
            /** Format: date-time */
            at: string;
            case: string;
            department: string;
            number: string;
            /** Format: int64 */
            times: number;
        };
        AnalyticsNeedlessCount: {
            /** Format: int64 */
            confirmed: number;
            /** Format: int64 */
            filings: number;
            id: string;
            /** Format: int64 */
            times: number;
        };
        AnalyticsNeedlessDetail: {
            last: components["schemas"]["AnalyticsNeedlessCase"][];
            name?: components["schemas"]["MetamodelText"];
            needless: components["schemas"]["AnalyticsNeedless"];
        };
        AnalyticsNeedlessItem: {
            /** Format: int64 */
            confirmed: number;
            /** Format: int64 */
            filings: number;
            item: string;
            kind: string;
            matter: string;
            name?: components["schemas"]["MetamodelText"];
            sources: string[];
            /** Format: int64 */
            times: number;
        };
        AnalyticsStepDays: {
            /** Format: int64 */
            count: number;
            /** Format: double */
            limit: number;
            matter: string;
            /** Format: double */
            median: number;
            /** Format: double */
            p90: number;
            step: string;
        };
        AnalyticsThemeReal: {
            computedMinutes: null | number;
            /** Format: int64 */
            ended: number;
            fillMinutes: null | number;
            fillMinutesP90: null | number;
            /** Format: int64 */
            filled: number;
            promisedDays: null | number;
            takenDays: null | number;
            takenDaysP90: null | number;
            theme: string;
        };
        AnalyticsThemeSaved: {
            /** Format: int64 */
            cases: number;
            /** Format: double */
            fieldsAfter: number;
            /** Format: double */
            fieldsBefore: number;
            /** Format: int64 */
            fieldsSaved: number;
            /** Format: double */
            materialsAfter: number;
            /** Format: double */
            materialsBefore: number;
            /** Format: int64 */
            materialsSaved: number;
            theme: string;
        };
        AnalyticsTotals: {
            /** Format: int64 */
            asking: number;
            /** Format: int64 */
            ended: number;
            /** Format: int64 */
            inWork: number;
            /** Format: int64 */
            issued: number;
            medianDays: null | number;
            /** Format: int64 */
            nearlyOverdue: number;
            onTime: null | number;
            /** Format: int64 */
            overdue: number;
            p90Days: null | number;
            /** Format: int64 */
            submitted: number;
            /** Format: int64 */
            themeSubmitted: number;
        };
        Answer: {
            /** @description It became another one when a correction was answered */
            changed?: components["schemas"]["AnswerChanged"];
            /** @description The form worked it out: nobody was asked for it */
            computed?: boolean;
            /** @description Of what is computed: the answers that people give and that it changes with */
            computedFrom?: components["schemas"]["AnswerName"][];
            /** @description Path of the answer it is a copy of, both being one person's: corrected, that one takes it along */
            copyOf?: string;
            /** @description From which of their earlier filings the applicant took it over; a department reads of when that is */
            earlier?: components["schemas"]["EarlierFiling"];
            /** @description It was corrected in another matter of the same filing and is another one there now; of a repeat whose rows changed, at its first answer. A correction changes its own matter alone */
            elsewhere?: components["schemas"]["ElsewhereCorrected"];
            /** @description Of a file field: what was uploaded; read at /files/{id}/content */
            files?: components["schemas"]["AnswerFile"][];
            /** @description Which source department gave it; absent: the applicant's own */
            given?: components["schemas"]["Given"];
            /** @description Of whom or of what it is */
            group?: components["schemas"]["MetamodelText"];
            label: components["schemas"]["MetamodelText"];
            path: string;
            /** @description Of which matter's result it is: the applicant is not asked to correct it */
            result?: components["schemas"]["Named"];
            /** @description The rows of repeats it lies in, the outermost first */
            rows?: components["schemas"]["AnswerRow"][];
            section: components["schemas"]["MetamodelText"];
            /** @description Of a drawn signature: strokes of x1, y1, x2, y2… in a box 1000 by 300 */
            strokes?: number[][];
            /** @description As shown to people: code names, units; sensitive values masked */
            text: components["schemas"]["MetamodelText"];
            type?: components["schemas"]["MetamodelType"];
            /** @description A source department gave it to those who handle the case; the applicant, who is not known to be whom it is about, does not read it */
            withheld?: boolean;
        };
        AnswerChanged: {
            /** Format: date-time */
            at: string;
            /** @description It comes of another answer: it is worked out, a copy, or no longer asked */
            follows?: boolean;
            /** @description Not the answer: the repeat it lies in has other rows since */
            rows?: boolean;
            /** @description The correction did not ask for it */
            unasked?: boolean;
        };
        AnswerFile: {
            id: string;
            name: string;
            /** Format: int64 */
            size: number;
        };
        AnswerIn: {
            /**
             * @description remarks: to an opinion only
             * @enum {string}
             */
            answer: "agree" | "disagree" | "remarks";
            /** @description Required unless it agrees */
            note?: string;
            task: string;
        };
        AnswerName: {
            /** @description Of whom or of what it is; absent for a repeat */
            group?: components["schemas"]["MetamodelText"];
            label: components["schemas"]["MetamodelText"];
            /** @description Of an answer in a repeat without its rows */
            path: string;
        };
        AnswerRow: {
            /** @description From 0 */
            index: number;
            /** @description The repeat's */
            label: components["schemas"]["MetamodelText"];
            path: string;
        };
        AskIn: {
            /**
             * Format: double
             * @description Working days to answer; none: as many as the step allows
             */
            days?: number;
            department: string;
            question: string;
        };
        Asked: {
            /** @enum {string} */
            answer?: "agree" | "disagree" | "remarks";
            askedBy?: string;
            basis?: components["schemas"]["MetamodelText"];
            /** @description Name of the officer for whom they, the deputy, answered */
            behalf?: string;
            /** @description Name of who answered, for staff */
            by?: string;
            /** Format: date-time */
            closed?: null | string;
            department: components["schemas"]["Named"];
            /** Format: date-time */
            due?: null | string;
            /** @enum {string} */
            end?: "answered" | "silent" | "revoked" | "lapsed";
            /** @enum {string} */
            kind: "sign" | "opinion";
            /** @enum {string} */
            light?: "green" | "yellow" | "red" | "paused" | "none";
            /** @description It waits for the caller */
            mine?: boolean;
            note?: string;
            /** Format: date-time */
            opened: string;
            /** @description The case's clocks stand still until it is here */
            pauses?: boolean;
            question?: string;
            roles?: string[];
            /** @description Of a signature: which countersigning of this case */
            round?: number;
            /**
             * @description Of an opinion: what no answer in time counts as
             * @enum {string}
             */
            silence?: "agree" | "none";
            task: string;
        };
        /** Format: binary */
        Bytes: string;
        CancelMatter: {
            /** @description Hash of the release that is changed: the one in force */
            base: string;
            basis: components["schemas"]["MetamodelText"];
            matter: string;
            /** @description First day without it (full-date) */
            on: string;
            reason: components["schemas"]["MetamodelText"];
            /** @description Matters to apply for instead, by id; where a theme lacks the first, that takes its place */
            successors?: string[];
        };
        Case: {
            /** @description What the caller may do now */
            actions: components["schemas"]["Action"][];
            /**
             * Format: date-time
             * @description When one's own filing last moved, as far as its applicant is told; in lists by activity only
             */
            active?: null | string;
            after?: components["schemas"]["CatalogBurden"];
            /** @description Only this matter's */
            answers: components["schemas"]["Answer"][];
            applicant: string;
            /** @description Signatures and opinions others were or are asked for, as far as the caller may know */
            asked?: components["schemas"]["Asked"][];
            /** @description The department in whose name it is decided, where that is another one (委托) */
            authority?: components["schemas"]["Named"];
            before?: components["schemas"]["CatalogBurden"];
            /** @description To the applicant: answers that are not asked for again and may be changed with those that are, as they stand; left out they stay */
            besideCorrected?: components["schemas"]["DraftField"][];
            children: components["schemas"]["CaseHead"][];
            /** @description Where one of the actions asks for a correction: what it may ask for, in the order of the form */
            correctable?: components["schemas"]["Correctable"][];
            /** @description What a department asked to put right */
            correction?: components["schemas"]["EngineCorrection"];
            department: components["schemas"]["Named"];
            /** Format: date-time */
            due?: null | string;
            /** Format: date-time */
            ended?: null | string;
            /** @description More time it was given */
            extensions?: components["schemas"]["Extension"][];
            /** @description What the caller can do about that */
            handovers?: components["schemas"]["EngineHandoverKind"][];
            history: components["schemas"]["HistoryEntry"][];
            /** @description To its department: who has the step in hand; absent when whoever has the role acts */
            holder?: components["schemas"]["Holder"];
            id: string;
            /** @description Answers a migration found no place for in the form */
            kept?: components["schemas"]["Kept"][];
            /** @enum {string} */
            light: "green" | "yellow" | "red" | "paused" | "none";
            /** @description From when on its clocks are yellow and red */
            lights?: components["schemas"]["LightRule"];
            /** @description Only this matter's, with the files handed in */
            materials: components["schemas"]["Material"][];
            /** @description Absent for a theme case */
            matter?: string;
            matterName?: components["schemas"]["MetamodelText"];
            /** @description What the caller may ask of other departments now */
            mayAsk?: components["schemas"]["MayAsk"];
            /** @description How the caller may give it more time now */
            mayExtend?: components["schemas"]["MayExtend"];
            /** @description Where the theme tells its results in one notice: how far it is */
            notice?: components["schemas"]["ResultNotice"];
            number: string;
            outcome?: string;
            promised?: components["schemas"]["Clock"];
            result?: components["schemas"]["Result"];
            /** @description Earlier steps to which the caller may send the case back, the latest first */
            returns?: components["schemas"]["Named"][];
            /** Format: int64 */
            revision: number;
            /** @description The theme case; its own id for a root */
            root: string;
            /** @description Of the countersigning the case is in */
            round?: components["schemas"]["Round"];
            /** @description What happens by itself when nobody decides */
            silence?: components["schemas"]["SilentDecision"];
            /** Format: date-time */
            started?: null | string;
            state?: string;
            stateName?: components["schemas"]["MetamodelText"];
            /**
             * @description Absent where the caller is told no more than their own department's part (told)
             * @enum {string}
             */
            status?: "waiting" | "running" | "asking" | "ended";
            statutory?: components["schemas"]["Clock"];
            step?: components["schemas"]["Clock"];
            /** @description The same of the clock of its step, where that has thresholds of its own */
            stepLights?: components["schemas"]["LightRule"];
            /** Format: date-time */
            submitted: string;
            theme?: string;
            themeName?: components["schemas"]["MetamodelText"];
            /** @description Whose filing */
            title: string;
            /** @description To the applicant: the answers asked for again, as they stand; a declaration, a consent or a signature, and the day of it, without: it is given anew */
            toCorrect?: components["schemas"]["DraftField"][];
            /** @description The caller sees what their department was asked and said, and no more */
            told?: boolean;
            /** @description Joint inspections: of a theme case all, of a matter's those that concern it */
            visits?: components["schemas"]["Visit"][];
            /** @description To the applicant, while something can be taken back */
            withdrawal?: components["schemas"]["Withdrawal"];
            workflow?: components["schemas"]["WorkflowsWorkflow"];
        };
        CaseClocks: {
            case: string;
            /** @description One for each limit, and for each stay in a step that has one */
            clocks: components["schemas"]["ClockAccount"][];
            /** @description Every start, pause, resume, extension and stop, in order */
            ledger: components["schemas"]["ClockLine"][];
            matter: string;
            matterName: components["schemas"]["MetamodelText"];
            number: string;
        };
        CaseHead: {
            /**
             * Format: date-time
             * @description When one's own filing last moved, as far as its applicant is told; in lists by activity only
             */
            active?: null | string;
            /** @description The department in whose name it is decided, where that is another one (委托) */
            authority?: components["schemas"]["Named"];
            department: components["schemas"]["Named"];
            /** Format: date-time */
            due?: null | string;
            /** Format: date-time */
            ended?: null | string;
            id: string;
            /** @enum {string} */
            light: "green" | "yellow" | "red" | "paused" | "none";
            /** @description Absent for a theme case */
            matter?: string;
            matterName?: components["schemas"]["MetamodelText"];
            number: string;
            outcome?: string;
            /** Format: int64 */
            revision: number;
            /** @description The theme case; its own id for a root */
            root: string;
            /** @description What happens by itself when nobody decides */
            silence?: components["schemas"]["SilentDecision"];
            /** Format: date-time */
            started?: null | string;
            state?: string;
            stateName?: components["schemas"]["MetamodelText"];
            /**
             * @description Absent where the caller is told no more than their own department's part (told)
             * @enum {string}
             */
            status?: "waiting" | "running" | "asking" | "ended";
            /** Format: date-time */
            submitted: string;
            theme?: string;
            themeName?: components["schemas"]["MetamodelText"];
            /** @description Whose filing */
            title: string;
        };
        CaseHeadList: {
            items: components["schemas"]["CaseHead"][];
            next?: string;
        };
        CatalogAssumedAnswer: {
            answer: string;
            label: components["schemas"]["MetamodelText"];
            /** Format: double */
            share: number;
            theme?: null | number;
        };
        CatalogAssumedOdds: {
            odds: components["schemas"]["WorkflowsOdds"];
            shares: components["schemas"]["CatalogAssumedShares"][];
            steps: components["schemas"]["CatalogAssumedStep"][];
            /** Format: double */
            work?: number;
        };
        CatalogAssumedShares: {
            answers: components["schemas"]["CatalogAssumedAnswer"][];
            origin?: components["schemas"]["MetamodelText"];
            question: string;
            source: components["schemas"]["CatalogShareSource"];
            text: components["schemas"]["MetamodelText"];
        };
        /** @enum {string} */
        CatalogAssumedSource: "limit" | "rest" | "answers" | "given" | "measured";
        CatalogAssumedStep: {
            days: components["schemas"]["WorkflowsSpread"];
            /** Format: double */
            limit: number;
            matter: string;
            /** Format: double */
            mean: number;
            name: components["schemas"]["MetamodelText"];
            source: components["schemas"]["CatalogAssumedSource"];
            state: string;
            type: string;
            work?: null | number;
        };
        CatalogBurden: {
            /** Format: double */
            days: number;
            fee: string;
            fields: number;
            forms: number;
            inspections?: number;
            materials: number;
            /** Format: double */
            statutoryDays: number;
            visits: number;
        };
        CatalogCertDelivered: {
            after: components["schemas"]["CatalogMeasure"];
            given: components["schemas"]["CatalogCertDelivery"][];
        };
        CatalogCertDelivery: {
            department: components["schemas"]["MetamodelText"];
            item: string;
            key: string;
            kind: string;
            name: components["schemas"]["MetamodelText"];
            personal?: boolean;
            /** Format: double */
            share: number;
            source: components["schemas"]["MetamodelText"];
        };
        CatalogCertMatter: {
            department: components["schemas"]["MetamodelText"];
            id: string;
            name: components["schemas"]["MetamodelText"];
        };
        CatalogCertReal: {
            computedMinutes?: null | number;
            /** Format: int64 */
            ended: number;
            /** Format: int64 */
            filed: number;
            fillMinutes?: null | number;
            fillMinutesP90?: null | number;
            from: string;
            promisedDays?: null | number;
            takenDays?: null | number;
            takenDaysP90?: null | number;
            to: string;
        };
        CatalogCertificate: {
            after: components["schemas"]["CatalogMeasure"];
            before: components["schemas"]["CatalogMeasure"];
            day: string;
            delivered?: components["schemas"]["CatalogCertDelivered"];
            matters: components["schemas"]["CatalogCertMatter"][];
            name: components["schemas"]["MetamodelText"];
            pack: string;
            real?: components["schemas"]["CatalogCertReal"];
            release: string;
            rows: components["schemas"]["CatalogReduction"][];
            situations: number;
            spared?: components["schemas"]["CatalogSparedMaterial"][];
            theme: string;
            version: string;
            whole: boolean;
        };
        CatalogCompared: {
            delegate?: components["schemas"]["MetamodelText"];
            department: components["schemas"]["MetamodelText"];
            id: string;
            name: components["schemas"]["MetamodelText"];
            pack: string;
            version: string;
        };
        CatalogComparison: {
            /** Format: double */
            alike: number;
            idle: components["schemas"]["CatalogIdleKept"][];
            items: components["schemas"]["CatalogDeviation"][];
            matter: components["schemas"]["CatalogCompared"];
            /** @description Version of the template that is in force, where the matter's pack was built against an older one */
            newer?: string;
            template: components["schemas"]["CatalogCompared"];
            things: number;
        };
        CatalogDerivedGuide: {
            /** Format: double */
            derivedOrder: number;
            exactExpected: boolean;
            /** Format: double */
            expected: number;
            first: string[];
            inForm: components["schemas"]["CatalogDerivedQuestion"][];
            name: components["schemas"]["MetamodelText"];
            provenFewest: boolean;
            questions: components["schemas"]["CatalogDerivedQuestion"][];
            steps: components["schemas"]["CatalogGuideStep"][];
            theme: string;
            whole: boolean;
            /** Format: double */
            writtenOrder: number;
        };
        CatalogDerivedQuestion: {
            derived: boolean;
            effect: components["schemas"]["CatalogQuestionEffect"];
            field?: string;
            id: string;
            reads: string[];
            source: components["schemas"]["MetamodelText"];
            text: components["schemas"]["MetamodelText"];
        };
        CatalogDeviation: {
            /** @description The path to adopt for it, with all below; absent: that takes a hand */
            adopt?: string;
            /** @enum {string} */
            burden: "heavier" | "lighter" | "neutral";
            class: string;
            /** @description The matter has its form, or process, from another pack: it is changed there */
            elsewhere?: boolean;
            from?: unknown;
            /** @description The path at which it was kept or proposed, with all below */
            kept?: string;
            kind: string;
            of: components["schemas"]["CatalogRef"];
            path: string;
            place: components["schemas"]["MetamodelText"];
            reason?: components["schemas"]["MetamodelText"];
            to?: unknown;
            /** @enum {string} */
            verdict: "open" | "kept" | "proposed";
            why?: components["schemas"]["MetamodelText"];
            words: components["schemas"]["MetamodelText"];
        };
        CatalogExampleReply: {
            answer: unknown;
            label: components["schemas"]["MetamodelText"];
            question: string;
            text: components["schemas"]["MetamodelText"];
        };
        CatalogFigure: {
            id: string;
            name: components["schemas"]["MetamodelText"];
        };
        CatalogFinding: {
            code: string;
            more: number;
            places: components["schemas"]["CatalogPlace"][];
            saves: components["schemas"]["CatalogSaving"];
            step: components["schemas"]["MetamodelText"];
            title: components["schemas"]["MetamodelText"];
            words: components["schemas"]["MetamodelText"];
        };
        CatalogFollower: {
            /** Format: double */
            alike: number;
            kept: number;
            matter: components["schemas"]["CatalogCompared"];
            open: number;
            proposals: components["schemas"]["CatalogDeviation"][];
            proposed: number;
        };
        CatalogGuideBranch: {
            fields: number;
            in: string[];
            label: components["schemas"]["MetamodelText"];
            materials: string[];
            next: number;
            out: string[];
            /** Format: double */
            share: number;
            values: unknown[];
        };
        CatalogGuideStep: {
            answers: components["schemas"]["CatalogGuideBranch"][];
            number: number;
            question: string;
            /** Format: double */
            share: number;
        };
        CatalogHung: {
            /** @enum {string} */
            kind: "field" | "group" | "required" | "material";
            matter: string;
            name: components["schemas"]["MetamodelText"];
            path: string;
        };
        CatalogIdleKept: {
            path: string;
            place: components["schemas"]["MetamodelText"];
        };
        CatalogMatterAct: {
            basis?: components["schemas"]["MetamodelText"];
            /** @enum {string} */
            kind: "appeared" | "succeeds" | "released" | "removed" | "cancelled" | "merged" | "split" | "reinstated" | "delegated" | "recalled" | "followed" | "adopted" | "kept" | "proposed";
            /** @description Other matters it concerns */
            matters?: string[];
            /** @description From which day (full-date) */
            on?: string;
            reason?: components["schemas"]["MetamodelText"];
            words: components["schemas"]["MetamodelText"];
        };
        CatalogMatterChange: {
            /** @description Taken over from the template */
            adopted?: boolean;
            class: string;
            from?: unknown;
            kind: string;
            of: components["schemas"]["CatalogRef"];
            path: string;
            to?: unknown;
            why?: components["schemas"]["MetamodelText"];
            words: components["schemas"]["MetamodelText"];
        };
        CatalogMatterLine: {
            acts: components["schemas"]["CatalogMatterAct"][];
            /** Format: date-time */
            at: string;
            changes: components["schemas"]["CatalogMatterChange"][];
            comment?: string;
            hash: string;
            matter: string;
            name: components["schemas"]["MetamodelText"];
            pack: string;
            /** @enum {string} */
            step: "publish" | "import" | "promote";
            version: string;
            who?: string;
        };
        CatalogMatterLink: {
            /**
             * @description How it lives on; absent: replaced
             * @enum {string}
             */
            into?: "merged" | "split";
            matter: string;
            name: components["schemas"]["MetamodelText"];
            /** @description First day without the one before */
            on: string;
        };
        CatalogMeasure: {
            /** Format: double */
            days: number;
            fee: string;
            /** Format: double */
            fields: number;
            /** Format: double */
            forms: number;
            /** Format: double */
            inspections?: number;
            /** Format: double */
            materials: number;
            /** Format: double */
            pages: number;
            /** Format: double */
            required: number;
            /** Format: double */
            seconds: number;
            /** Format: double */
            signatures: number;
            /** Format: double */
            statutoryDays: number;
            /** Format: double */
            visits: number;
        };
        CatalogPlace: {
            id: string;
            kind: string;
            name: components["schemas"]["MetamodelText"];
            path?: string;
        };
        CatalogQuestionEffect: {
            always: string[];
            hung: components["schemas"]["CatalogHung"][];
            matters: string[];
            moreFields: number;
            moreMaterials: number;
        };
        CatalogReduction: {
            after: components["schemas"]["CatalogMeasure"];
            before: components["schemas"]["CatalogMeasure"];
            delivered?: components["schemas"]["CatalogMeasure"];
            example: components["schemas"]["CatalogExampleReply"][];
            matters: string[];
            /** Format: double */
            share: number;
            ways: number;
        };
        CatalogRef: Record<string, never>;
        CatalogReview: {
            findings: components["schemas"]["CatalogFinding"][];
            matters: number;
            pack: string;
            saves: components["schemas"]["CatalogSaving"];
            version: string;
        };
        CatalogRunningCounts: {
            cases: number;
            drafts: number;
        };
        CatalogSaving: {
            fields: number;
            materials: number;
            visits: number;
        };
        /** @enum {string} */
        CatalogShareSource: "given" | "theme" | "alike";
        /** @enum {string} */
        CatalogShownKind: "question" | "matter" | "field" | "material";
        /** @enum {string} */
        CatalogShownVerdict: "shown" | "rare" | "unseen" | "excluded" | "never" | "spared";
        CatalogSimulatedBar: {
            days: number;
            /** Format: double */
            share: number;
        };
        CatalogSimulatedBoth: {
            /** Format: double */
            after: number;
            /** Format: double */
            before: number;
        };
        CatalogSimulatedChange: {
            added: components["schemas"]["MetamodelProblems"];
            bars: components["schemas"]["CatalogSimulatedBar"][];
            days: components["schemas"]["CatalogSimulatedDifference"];
            late: components["schemas"]["CatalogSimulatedDifference"];
            load: components["schemas"]["CatalogSimulatedLoadDifference"][];
            matters: components["schemas"]["CatalogSimulatedMatterDifference"][];
            pack: string;
            release: string;
            removed: components["schemas"]["MetamodelProblems"];
            version: string;
            words: components["schemas"]["MetamodelText"][];
        };
        CatalogSimulatedDays: {
            /** Format: double */
            error: number;
            /** Format: double */
            mean: number;
            /** Format: double */
            p50: number;
            /** Format: double */
            p80: number;
            /** Format: double */
            p95: number;
        };
        CatalogSimulatedDepartment: {
            /** Format: double */
            days: number;
            department: string;
            /** Format: double */
            inHand: number;
            name: components["schemas"]["MetamodelText"];
            peakDay?: components["schemas"]["CatalogSimulatedPeak"];
            peakMonth?: components["schemas"]["CatalogSimulatedPeak"];
            staff?: components["schemas"]["CatalogSimulatedStaff"];
            steps: components["schemas"]["CatalogSimulatedTask"][];
            /** Format: double */
            tasks: number;
        };
        CatalogSimulatedDifference: {
            /** Format: double */
            after: number;
            /** Format: double */
            before: number;
            beyond: boolean;
            /** Format: double */
            change: number;
            /** Format: double */
            error: number;
        };
        CatalogSimulatedLate: {
            /** Format: double */
            over: number;
            /** Format: double */
            promised: number;
            /** Format: double */
            promisedDays: number;
            /** Format: double */
            statutory: number;
            /** Format: double */
            statutoryDays: number;
        };
        CatalogSimulatedLoadDifference: {
            department: string;
            inHand: components["schemas"]["CatalogSimulatedDifference"];
            name: components["schemas"]["MetamodelText"];
            staff?: components["schemas"]["CatalogSimulatedStaffDifference"];
            tasks: components["schemas"]["CatalogSimulatedDifference"];
        };
        CatalogSimulatedMatter: {
            /** Format: double */
            applies: number;
            /** Format: double */
            critical: number;
            days?: components["schemas"]["CatalogSimulatedDays"];
            department: components["schemas"]["MetamodelText"];
            filed: boolean;
            /** Format: double */
            issued: number;
            /** Format: double */
            late: number;
            /** Format: double */
            lateLaw: number;
            matter: string;
            name: components["schemas"]["MetamodelText"];
            /** Format: double */
            promised: number;
            result?: components["schemas"]["CatalogSimulatedDays"];
            /** Format: double */
            started: number;
            states: components["schemas"]["CatalogSimulatedState"][];
            /** Format: double */
            statutory: number;
        };
        CatalogSimulatedMatterDifference: {
            days: components["schemas"]["CatalogSimulatedDifference"];
            matter: string;
            name: components["schemas"]["MetamodelText"];
            /** @enum {string} */
            only?: "before" | "after";
        };
        CatalogSimulatedOutcomes: {
            /** Format: double */
            issued: number;
            /** Format: double */
            partial: number;
            /** Format: double */
            refused: number;
            /** Format: double */
            unended: number;
        };
        CatalogSimulatedPath: {
            back?: components["schemas"]["MetamodelText"];
            /** Format: double */
            days: number;
            matter: string;
            name: components["schemas"]["MetamodelText"];
            /** Format: double */
            part: number;
            /** Format: double */
            share: number;
            state: string;
            step: components["schemas"]["MetamodelText"];
            type: string;
        };
        CatalogSimulatedPeak: {
            /** Format: double */
            tasks: number;
            when: string;
        };
        CatalogSimulatedQueue: {
            /** Format: double */
            days: number;
            when: string;
        };
        CatalogSimulatedReason: {
            code: string;
            count: number;
            label: components["schemas"]["MetamodelText"];
            matters: components["schemas"]["MetamodelText"][];
            path: string;
            problem: components["schemas"]["MetamodelText"];
            rule?: string;
        };
        CatalogSimulatedRefusal: {
            more: number;
            own: number;
            reasons: components["schemas"]["CatalogSimulatedReason"][];
            /** Format: double */
            share: number;
            situation: components["schemas"]["MetamodelText"];
            tried: number;
        };
        CatalogSimulatedRefused: {
            reasons?: components["schemas"]["CatalogSimulatedReason"][];
            refused: number;
            situations: number;
            tried: number;
            unsaid: number;
            where: components["schemas"]["CatalogSimulatedRefusal"][];
        };
        CatalogSimulatedShown: {
            id: string;
            kind: components["schemas"]["CatalogShownKind"];
            name: components["schemas"]["MetamodelText"];
            /** Format: double */
            share: number;
            verdict: components["schemas"]["CatalogShownVerdict"];
            why?: components["schemas"]["MetamodelText"];
        };
        CatalogSimulatedStaff: {
            heaviest: boolean;
            /** Format: double */
            inHand: number;
            /** Format: double */
            peak: number;
            /** Format: double */
            people: number;
            work?: components["schemas"]["CatalogSimulatedWork"];
        };
        CatalogSimulatedStaffDifference: {
            inHand: components["schemas"]["CatalogSimulatedBoth"];
            used?: components["schemas"]["CatalogSimulatedBoth"];
        };
        CatalogSimulatedState: {
            /** Format: double */
            days: number;
            /** Format: double */
            late: number;
            name: components["schemas"]["MetamodelText"];
            /** Format: double */
            silent: number;
            state: string;
            /** Format: double */
            stays: number;
            type: string;
        };
        CatalogSimulatedTask: {
            /** Format: double */
            days: number;
            kind: components["schemas"]["WorkflowsHandKind"];
            matter: string;
            name: components["schemas"]["MetamodelText"];
            roles: string[];
            state: string;
            step: components["schemas"]["MetamodelText"];
            /** Format: double */
            tasks: number;
        };
        CatalogSimulatedWork: {
            /** Format: double */
            covered: number;
            /** Format: double */
            hours: number;
            /** Format: double */
            of: number;
            queue?: components["schemas"]["CatalogSimulatedQueue"];
            /** Format: double */
            used: number;
        };
        CatalogSimulation: {
            accepted: number;
            against?: components["schemas"]["CatalogSimulatedChange"];
            assumed: components["schemas"]["CatalogAssumedOdds"];
            bars: components["schemas"]["CatalogSimulatedBar"][];
            cases: number;
            day: string;
            days?: components["schemas"]["CatalogSimulatedDays"];
            filings: number;
            findings: components["schemas"]["MetamodelProblems"];
            late: components["schemas"]["CatalogSimulatedLate"];
            load: components["schemas"]["CatalogSimulatedDepartment"][];
            matters: components["schemas"]["CatalogSimulatedMatter"][];
            name: components["schemas"]["MetamodelText"];
            outcomes: components["schemas"]["CatalogSimulatedOutcomes"];
            pack: string;
            path: components["schemas"]["CatalogSimulatedPath"][];
            /** Format: double */
            perDay: number;
            refused?: components["schemas"]["CatalogSimulatedRefused"];
            release: string;
            seed: number;
            shown: components["schemas"]["CatalogSimulatedShown"][];
            situations: number;
            theme: string;
            unfiled: number;
            version: string;
        };
        CatalogSparedMaterial: {
            by?: components["schemas"]["MetamodelText"];
            material: string;
            name: components["schemas"]["MetamodelText"];
            reason: string;
            /** Format: double */
            share: number;
        };
        CatalogSplitPart: {
            department?: string;
            /** @description Yuan, a decimal */
            fee?: null | string;
            /** @description Of the old form, by path: fields, or groups with all that is in them */
            fields?: string[];
            /** @description Of the new matter and its form */
            id: string;
            /** @description By id */
            materials?: string[];
            name: components["schemas"]["MetamodelText"];
            /** @description Working days */
            promisedDays?: null | number;
            /** @description What it issues; absent: what the old one did, in one part only */
            result?: components["schemas"]["CatalogSplitResult"];
            /** @description Of the old form, by id: all that is in them */
            sections?: string[];
            /** @description Working days */
            statutoryDays?: null | number;
        };
        CatalogSplitResult: {
            /** @description One that the old matter issued */
            material?: string;
            name: components["schemas"]["MetamodelText"];
            /** @description Of those of the old matter: what the department enters */
            yields?: string[];
        };
        CatalogTemplateDecision: {
            /**
             * @description adopt: be like the template. keep: stay different. propose: stay different, and propose it to the template. reopen: decide anew
             * @enum {string}
             */
            do: "adopt" | "keep" | "propose" | "reopen" | "adopt" | "keep" | "propose" | "reopen";
            /** @description As the comparison names it */
            path: string;
            /** @description Why it differs, of keep and propose */
            reason?: components["schemas"]["MetamodelText"];
        };
        CatalogWording: {
            department: components["schemas"]["MetamodelText"];
            labels: components["schemas"]["MetamodelText"][];
            matters: string[];
        };
        Change: {
            /** @enum {string} */
            class: "compatible" | "needs_answer" | "breaking";
            from?: unknown;
            kind: string;
            of: components["schemas"]["Definition"];
            path: string;
            to?: unknown;
            why?: components["schemas"]["MetamodelText"];
            words: components["schemas"]["MetamodelText"];
        };
        ChangeAccount: {
            /** @description Nobody signs in with it; its sessions end */
            disabled?: boolean;
            name: string;
            organisation?: string;
            roles: string[];
        };
        ChangePassword: {
            current: string;
            /** @description The new one */
            password: string;
        };
        ChangeSource: {
            elements?: string[];
            enabled: boolean;
            materials?: string[];
            name: components["schemas"]["MetamodelText"];
            url?: string;
        };
        ChangeWebhook: {
            enabled: boolean;
        };
        Claim: {
            /** @description Those of the answers that its form asks for */
            answers: {
                [key: string]: {
                    [key: string]: unknown;
                };
            };
            matter?: string;
            name: components["schemas"]["MetamodelText"];
            policies: string[];
            theme?: string;
        };
        Clock: {
            /** Format: date-time */
            due?: null | string;
            /**
             * Format: double
             * @description Negative when overdue
             */
            left: number;
            /** @enum {string} */
            light: "green" | "yellow" | "red" | "paused" | "none";
            /**
             * Format: double
             * @description Working days allowed; 0: none
             */
            limit: number;
            /**
             * Format: double
             * @description Working days used by now, pauses not counted
             */
            used: number;
        };
        ClockAccount: {
            /**
             * Format: double
             * @description Used before the ledger was kept
             */
            carried?: number;
            /** @enum {string} */
            clock: "promised" | "statutory" | "step";
            days: components["schemas"]["ClockDay"][];
            /**
             * Format: date-time
             * @description Absent while paused and once ended
             */
            due?: null | string;
            /** Format: date-time */
            ended?: null | string;
            /**
             * Format: date-time
             * @description Due as it was at the start
             */
            first?: null | string;
            /** @enum {string} */
            light: "green" | "yellow" | "red" | "paused" | "none";
            /**
             * Format: double
             * @description Working days allowed
             */
            limit: number;
            name: components["schemas"]["MetamodelText"];
            /** @description The days, those that tell the same folded */
            ranges: components["schemas"]["ClockRange"][];
            /** @description Why due is not first */
            shifts: components["schemas"]["ClockShift"][];
            step?: components["schemas"]["MetamodelText"];
            /**
             * Format: double
             * @description Working days: what the ranges counted, and carried
             */
            used: number;
        };
        ClockDay: {
            /** Format: double */
            counted: number;
            date: string;
            /** Format: double */
            used: number;
            /** @enum {string} */
            why: "counted" | "weekend" | "holiday" | "first" | "paused" | "closed" | "carried";
        };
        ClockLine: {
            /** Format: date-time */
            at: string;
            /** @description The law it rests on */
            basis?: components["schemas"]["MetamodelText"];
            /** @description Name of who decided, for staff; absent for the engine itself */
            by?: string;
            /** @enum {string} */
            clock: "promised" | "statutory" | "step";
            code: string;
            /**
             * Format: date-time
             * @description From when it counts
             */
            from?: null | string;
            /** @enum {string} */
            kind: "start" | "pause" | "resume" | "extend" | "limit" | "stop" | "restore" | "carried";
            kindName: components["schemas"]["MetamodelText"];
            /**
             * Format: double
             * @description Working days, from this line on
             */
            limit: number;
            name: components["schemas"]["MetamodelText"];
            /** @description What was written to the applicant */
            reason?: string;
            role?: string;
            seq: number;
            text: components["schemas"]["MetamodelText"];
            /**
             * Format: double
             * @description Working days, at this line
             */
            used: number;
        };
        ClockRange: {
            /**
             * Format: double
             * @description Working days; weekends in between are not among them
             */
            counted: number;
            /** @description A date */
            from: string;
            /** @description The limit is used up */
            late?: boolean;
            /** @description seq of the line that explains it */
            line?: number;
            /** @description A weekend day that is worked */
            makeUp?: boolean;
            text: components["schemas"]["MetamodelText"];
            to: string;
            /**
             * Format: double
             * @description Of the clock, at its end
             */
            used: number;
            /** @enum {string} */
            why: "counted" | "weekend" | "holiday" | "first" | "paused" | "closed" | "carried";
        };
        ClockShift: {
            basis?: components["schemas"]["MetamodelText"];
            /**
             * Format: double
             * @description Working days
             */
            days?: number;
            /** @description seq of the line */
            line?: number;
            /** @description What was written to the applicant */
            reason?: string;
            text: components["schemas"]["MetamodelText"];
            /** @enum {string} */
            why: "paused" | "extended" | "limit" | "calendar";
        };
        Clocks: {
            /** Format: date-time */
            at: string;
            cases: components["schemas"]["CaseClocks"][];
        };
        CodeEntry: {
            attributes?: {
                [key: string]: string;
            };
            /** @description Entries right below it */
            children: number;
            code: string;
            name: components["schemas"]["MetamodelText"];
            parent?: string;
            /** @description With the names above it */
            pathName: components["schemas"]["MetamodelText"];
            selectable: boolean;
            synonyms?: string[];
            validFrom?: string;
            validTo?: string;
        };
        CodeEntryList: {
            items: components["schemas"]["CodeEntry"][];
            next?: string;
        };
        CodeList: {
            entries: components["schemas"]["MetamodelCode"][];
            id: string;
            levels?: components["schemas"]["MetamodelText"][];
            name: components["schemas"]["MetamodelText"];
            pack: string;
            /** @enum {string} */
            select?: "leaf" | "any";
            status?: string;
            uses: components["schemas"]["Use"][];
            version?: string;
        };
        CodeListList: {
            items: components["schemas"]["CodeList"][];
            next?: string;
        };
        Correctable: {
            /** @description The answers that are worked out from it and change with it: a correction asks for it instead of them */
            computes?: components["schemas"]["AnswerName"][];
            /** @description Path of the answer it is a copy of, both being one person's: corrected, that one takes it along */
            copyOf?: string;
            /** @description It was shown to the applicant, who left it empty */
            empty?: boolean;
            /** @description Of whom or of what it is; absent for a repeat as a whole */
            group?: components["schemas"]["MetamodelText"];
            label: components["schemas"]["MetamodelText"];
            path: string;
            /** @description The rows of repeats it lies in, the outermost first */
            rows?: components["schemas"]["AnswerRow"][];
            section: components["schemas"]["MetamodelText"];
        };
        CreateVersion: {
            /** @description Hash of the release these files were made from: the one in force. Absent only while none is in force */
            base?: string;
            comment?: string;
            /** @description Every file of the pack by path, pack.yaml among them */
            files: {
                [key: string]: string;
            };
        };
        Definition: {
            id: string;
            kind: string;
        };
        DelegateMatter: {
            /** @description Hash of the release that is changed: the one in force */
            base: string;
            basis: components["schemas"]["MetamodelText"];
            /**
             * @description entrust: it decides in the name of the matter's department; transfer: in its own
             * @enum {string}
             */
            kind: "entrust" | "transfer" | "entrust" | "transfer";
            matter: string;
            /** @description First day (full-date) */
            on: string;
            reason?: components["schemas"]["MetamodelText"];
            /** @description Take out the delegation that stands there and is not over; without it that is refused */
            replace?: boolean;
            /** @description The department, by id */
            to: string;
            /** @description Last day (full-date); absent: no end */
            until?: string;
        };
        Delegation: {
            /** @description Who named the deputy */
            by: components["schemas"]["Person"];
            /** Format: date-time */
            created: string;
            /** @description Whose work; what lies below it counts */
            department: components["schemas"]["Named"];
            /** @description Who acts and signs in that time */
            deputy: components["schemas"]["Person"];
            /**
             * Format: date-time
             * @description Before its last day
             */
            ended?: null | string;
            /**
             * Format: date
             * @description The first day
             */
            from: string;
            id: string;
            /** @description Now */
            inForce: boolean;
            /** @description The caller can end it */
            mayEnd: boolean;
            note?: string;
            /** @description For whom */
            officer: components["schemas"]["Person"];
            /** Format: int64 */
            revision: number;
            /** @description Of the officer's */
            roles: string[];
            /**
             * Format: date
             * @description The last day
             */
            until: string;
        };
        DelegationList: {
            items: components["schemas"]["Delegation"][];
            next?: string;
        };
        Delivery: {
            attempts: number;
            /** Format: date-time */
            created: string;
            /** Format: date-time */
            done?: null | string;
            error?: string;
            event: string;
            id: string;
            /**
             * Format: date-time
             * @description When it is tried again
             */
            next?: null | string;
            /** @description HTTP status of the last attempt */
            status?: number;
        };
        DeliveryList: {
            items: components["schemas"]["Delivery"][];
            next?: string;
        };
        Deputies: {
            deputies: components["schemas"]["Officer"][];
            /** @description The caller first */
            officers: components["schemas"]["Officer"][];
        };
        Deputy: {
            account: string;
            name: string;
            /** Format: date-time */
            since: string;
        };
        Difference: {
            changes: components["schemas"]["Change"][];
            /**
             * @description The worst of the changes
             * @enum {string}
             */
            class: "compatible" | "needs_answer" | "breaking";
            /** @description Its version */
            from: string;
            pack: string;
            to: string;
        };
        Document: {
            /** @description On the day it is looked at */
            expired?: boolean;
            expires?: string;
            given: components["schemas"]["Given"];
            issued?: string;
            number: string;
            /** @description At its issuer’s; only to staff */
            url?: string;
        };
        Draft: {
            /** @description By subject and element, as typed, valid or not */
            answers: unknown;
            /**
             * @description To fetching personal data from source departments; absent: not asked yet
             * @enum {string}
             */
            consent?: "given" | "denied";
            /** Format: date-time */
            created: string;
            /** @description Any JSON value */
            guide: unknown;
            id: string;
            /** @description Answers a migration found no place for in the form; they come back when it asks for them again */
            kept: components["schemas"]["Kept"][];
            materials: components["schemas"]["Material"][];
            matter?: string;
            /** @description All that stands between the draft and submission */
            missing: components["schemas"]["MetamodelProblems"];
            /** @description What source departments deliver for this draft: the confirmations it started with */
            offers: components["schemas"]["DraftOffer"][];
            openQuestions: string[];
            release: string;
            /** Format: int64 */
            revision: number;
            /** @description Matters that apply */
            scope: string[];
            sections: components["schemas"]["DraftSection"][];
            /** @description The case it became */
            submitted?: string;
            /** @description Paths of answers of earlier filings that were taken back, because the draft is about somebody else now, and that nobody has answered since */
            takenBack?: string[];
            theme?: string;
            /** @description Matters that hang on questions not answered yet */
            undecided: string[];
            /** Format: date-time */
            updated: string;
        };
        DraftField: {
            /** @description Of toCorrect: the paths of its copies, which are corrected along with it */
            along?: string[];
            /** @description Any JSON value */
            answer?: unknown;
            /** @description The form works it out: nobody is asked for it */
            computed?: boolean;
            /** @description Of toCorrect: the answers that are worked out from it as it stands, which change with it */
            computes?: components["schemas"]["AnswerName"][];
            /** @description Path of the answer it is a copy of, both being one person's: nobody is asked for it */
            copyOf?: string;
            /** @description Of besideCorrected: paths of the answers, or repeats, asked for that are only asked while this one says so */
            decides?: string[];
            /** @description From which of the owner's earlier filings the answer was taken over */
            earlier?: components["schemas"]["EarlierFiling"];
            /** @description Of besideCorrected: paths of the answers asked for that go with this one, as the number of a document does with its kind */
            fits?: string[];
            /** @description Which source department gave the answer: nobody is asked for it */
            given?: components["schemas"]["Given"];
            label: components["schemas"]["MetamodelText"];
            path: string;
            required: boolean;
            type: components["schemas"]["MetamodelType"];
            /** @description A source department gives it to those who handle the case; the owner, who is not known to be whom it is about, does not read it */
            withheld?: boolean;
        };
        DraftHead: {
            /** Format: date-time */
            created: string;
            id: string;
            matter?: string;
            /** Format: int64 */
            revision: number;
            theme?: string;
            /** Format: date-time */
            updated: string;
        };
        DraftHeadList: {
            items: components["schemas"]["DraftHead"][];
            next?: string;
        };
        DraftOffer: {
            department: components["schemas"]["Named"];
            /** @description Path, or standard material id */
            item: string;
            /** @description Path of the answer by which the source finds somebody */
            keyField: string;
            /** @enum {string} */
            kind: "field" | "material";
            /** @description The applicant answers it all the same */
            own: boolean;
            /** @description Fetched with consent only */
            personal: boolean;
            source: components["schemas"]["MetamodelText"];
            /**
             * @description What came of asking, as far as its owner may know; absent: not asked yet
             * @enum {string}
             */
            state?: "done" | "none" | "failed";
        };
        DraftSection: {
            asked: number;
            fields: components["schemas"]["DraftField"][];
            id: string;
            missing: number;
            /** @enum {string} */
            status: "todo" | "partial" | "invalid" | "done" | "empty";
            title: components["schemas"]["MetamodelText"];
        };
        DryRun: {
            items: components["schemas"]["Verdict"][];
            /** @description Cursor of the next page; absent after the last */
            next?: string;
            /** @description Of the first page: fields, steps and codes that the new release does not have as they were, and what the map can make of them */
            places?: components["schemas"]["EngineMigrationPlaces"];
        };
        DryRunIn: {
            /** @description next of the page before */
            cursor?: string;
            /** @description Release they are pinned to: its hash, the beginning of it, or PACK@VERSION */
            from: string;
            /** @description Filings a page; 0 or absent: 50 */
            limit?: number;
            map?: components["schemas"]["EngineMigrationMap"];
            /** @description … or of this matter, filed alone */
            matter?: string;
            /** @description To applicants who are asked for an answer */
            note?: string;
            /** @description Filings of this theme … */
            theme?: string;
            /** @description Release they are to be pinned to: its hash, the beginning of it, or PACK@VERSION */
            to: string;
        };
        Duty: {
            /** @description What the caller may do now */
            actions: components["schemas"]["WorkflowsDutyEvent"][];
            coverage?: string;
            /** @enum {string} */
            delivers?: "values" | "document";
            /** @description The matter's department */
            demander: string;
            /** @description Asked, or delivering */
            department: string;
            /**
             * Format: date-time
             * @description When the department's answer is due
             */
            due?: null | string;
            element?: string;
            /** @description Delivered from this day on */
            from?: string;
            /** @description Oldest first */
            history: components["schemas"]["EngineDutyStep"][];
            id: string;
            /** @description Path in the matter's form, or standard material id */
            item: string;
            itemName: components["schemas"]["MetamodelText"];
            /** @description Path of the answer by which the source finds somebody */
            keyField?: string;
            /** @enum {string} */
            kind: "field" | "material";
            /** @enum {string} */
            light: "green" | "yellow" | "red" | "paused" | "none";
            matter: string;
            matterName: components["schemas"]["MetamodelText"];
            /** Format: int64 */
            revision: number;
            source?: string;
            /** @enum {string} */
            state: "proposed" | "returned" | "disputed" | "assigned" | "confirmed" | "withdrawn" | "ended";
            subject?: string;
            /** @description No longer delivered from this day on */
            until?: string;
            /** Format: date-time */
            updated: string;
        };
        DutyList: {
            items: components["schemas"]["Duty"][];
            next?: string;
        };
        DutyStep: {
            /** @description With confirm: for whom there is something to deliver */
            coverage?: string;
            /**
             * @description With confirm; absent: values for a field, document for a material
             * @enum {string}
             */
            delivers?: "values" | "document";
            /** @description With reassign */
            department?: string;
            event: components["schemas"]["WorkflowsDutyEvent"];
            /** @description With confirm; absent: today */
            from?: string;
            /** @description With confirm; absent for a field: the key element beside it */
            keyField?: string;
            /** @description Required with return, reassign, assign and end */
            note?: string;
            /** @description With confirm */
            source?: string;
            /** @description With end; absent: today */
            until?: string;
        };
        EarlierAnswers: {
            /**
             * @description Whether the owner wants earlier answers used in this draft; absent: not asked yet
             * @enum {string}
             */
            consent?: "given" | "denied";
            /** @description Not used yet, in the form's order: of each question the newest answer its form takes */
            offers: components["schemas"]["EarlierOffer"][];
            /** @description Taken over, and unchanged since */
            used: components["schemas"]["EarlierUsed"][];
        };
        EarlierFiling: {
            case?: string;
            /** @description Of the theme or matter */
            name?: components["schemas"]["MetamodelText"];
            number?: string;
            /** Format: date-time */
            submitted: string;
        };
        EarlierOffer: {
            filing: components["schemas"]["EarlierFiling"];
            /** @description Names this value of this filing: what is said to be used */
            id: string;
            label: components["schemas"]["MetamodelText"];
            path: string;
            /** @description To be agreed to by itself */
            sensitive: boolean;
            subject: components["schemas"]["Named"];
            /** @description As shown to people; sensitive values masked */
            text: components["schemas"]["MetamodelText"];
        };
        EarlierUsed: {
            filing: components["schemas"]["EarlierFiling"];
            id: string;
            path: string;
        };
        Element: {
            approved?: string;
            basis?: components["schemas"]["MetamodelBasis"][];
            cardinality?: components["schemas"]["MetamodelCardinality"];
            classification?: components["schemas"]["MetamodelClassification"][];
            codeList?: string;
            columns?: string[];
            condition?: components["schemas"]["MetamodelText"];
            /** @description Any JSON value */
            const?: unknown;
            context?: string[];
            currency?: string;
            definition?: components["schemas"]["MetamodelText"];
            drafters?: string[];
            enum?: unknown[];
            exclusiveMaximum?: number;
            exclusiveMinimum?: number;
            format?: string;
            id: string;
            inputHint?: components["schemas"]["MetamodelText"];
            inputLabel?: components["schemas"]["MetamodelText"];
            keywords?: string[];
            maxItems?: null | number;
            maxLength?: null | number;
            maximum?: number;
            minItems?: null | number;
            minLength?: null | number;
            minimum?: number;
            name: components["schemas"]["MetamodelText"];
            notation?: string;
            objectClass?: string;
            /** @enum {string} */
            obligation?: "mandatory" | "optional" | "conditional";
            outputHint?: components["schemas"]["MetamodelText"];
            outputLabel?: components["schemas"]["MetamodelText"];
            pack: string;
            pattern?: string;
            pinyin?: string;
            /** @enum {string} */
            prefill?: "none" | "optional" | "mandatory";
            property?: string;
            registrar?: string;
            relations?: components["schemas"]["MetamodelRelation"][];
            /** @enum {string} */
            releaseState?: "draft" | "proposed" | "standard" | "retired";
            remark?: components["schemas"]["MetamodelText"];
            representation?: string;
            retention?: components["schemas"]["MetamodelRetention"];
            rows?: string;
            /** @enum {string} */
            sensitivity?: "general" | "personal" | "sensitive";
            shortName?: components["schemas"]["MetamodelText"];
            source?: string;
            standards?: string[];
            status?: string;
            steward?: string;
            submitter?: string;
            synonyms?: string[];
            type: components["schemas"]["MetamodelType"];
            unit?: components["schemas"]["MetamodelText"];
            uses: components["schemas"]["Use"][];
            validFrom?: string;
            validTo?: string;
            valueDomain?: components["schemas"]["MetamodelText"];
            version?: string;
            "x-accept"?: string[];
            "x-format-when"?: string;
            "x-fraction-digits"?: null | number;
            "x-integer-digits"?: null | number;
            "x-max-bytes"?: null | number;
            "x-max-days"?: null | number;
            "x-not-after"?: string;
            "x-not-before"?: string;
            "x-required-parts"?: string[];
        };
        ElementList: {
            items: components["schemas"]["Element"][];
            next?: string;
        };
        ElsewhereCorrected: {
            /** Format: date-time */
            at: string;
            matter: components["schemas"]["Named"];
        };
        EngineChangeTold: {
            follows?: boolean;
            material?: string;
            path?: string;
            unasked?: boolean;
        };
        EngineCorrection: {
            /** Format: date-time */
            asked: string;
            by: string;
            fields?: string[];
            from?: string;
            kind: string;
            materials?: string[];
            note: string;
        };
        EngineDocument: {
            expires?: string;
            issued?: string;
            number: string;
            url?: string;
        };
        EngineDutyStep: {
            /** Format: date-time */
            at: string;
            by: string;
            department: string;
            event: components["schemas"]["WorkflowsDutyEvent"];
            from?: string;
            name: string;
            note?: string;
            role: string;
            to: string;
            /** @description The matter for which this department had confirmed it: it was split or merged, and the same is asked for the matter that it became */
            was?: string;
        };
        EngineEventData: {
            account?: string;
            action?: string;
            after?: components["schemas"]["CatalogBurden"];
            assignee?: string;
            before?: components["schemas"]["CatalogBurden"];
            changes?: components["schemas"]["EngineChangeTold"][];
            /** Format: int64 */
            computedSeconds?: number;
            correction?: components["schemas"]["EngineCorrection"];
            /** Format: int64 */
            daySeconds?: number;
            delegation?: string;
            demander?: string;
            department?: string;
            draft?: string;
            /** Format: int64 */
            dueUnix?: number;
            duty?: string;
            element?: string;
            extension?: components["schemas"]["EngineExtensionTold"];
            /** Format: int64 */
            fillSeconds?: number;
            from?: string;
            fromRelease?: string;
            /** Format: int64 */
            fromUnix?: number;
            kept?: number;
            kind?: string;
            light?: string;
            material?: string;
            matter?: string;
            matters?: string[];
            migration?: string;
            moreChanges?: number;
            needless?: components["schemas"]["EngineNeedless"][];
            note?: string;
            notice?: number;
            number?: string;
            onBehalf?: string;
            outcome?: string;
            /** Format: int64 */
            promisedSeconds?: number;
            result?: components["schemas"]["EngineResult"];
            silence?: components["schemas"]["EngineSilence"];
            status?: string;
            /** Format: int64 */
            statutorySeconds?: number;
            /** Format: int64 */
            stepLimit?: number;
            /** Format: int64 */
            stepSeconds?: number;
            subject?: string;
            task?: components["schemas"]["EngineTaskTold"];
            theme?: string;
            to?: string;
            toRelease?: string;
            toType?: string;
            /** Format: int64 */
            untilUnix?: number;
            /** Format: int64 */
            usedSeconds?: number;
            visit?: components["schemas"]["EngineVisitTold"];
        };
        /** @enum {string} */
        EngineEventType: "case.submitted" | "case.started" | "case.moved" | "case.withdrawn" | "task.claimed" | "task.released" | "task.transferred" | "task.delegated" | "task.taken_back" | "deputy.named" | "deputy.ended" | "visit.joined" | "visit.left" | "visit.asked" | "visit.arranged" | "visit.moved" | "visit.cancelled" | "visit.held" | "visit.recorded" | "sign.given" | "sign.voided" | "opinion.asked" | "opinion.given" | "opinion.revoked" | "opinion.lapsed" | "result.issued" | "case.ended" | "notice.sent" | "clock.light" | "clock.extended" | "file.added" | "case.migrated" | "case.restored" | "draft.migrated" | "draft.restored" | "duty.proposed" | "duty.confirmed" | "duty.returned" | "duty.reassigned" | "duty.assigned" | "duty.withdrawn" | "duty.ended" | "duty.demander_changed" | "identity.verified" | "identity.revoked";
        EngineExtensionTold: {
            basis: components["schemas"]["MetamodelText"];
            clocks: string[];
            days: number;
        };
        /** @enum {string} */
        EngineHandoverKind: "claim" | "release" | "transfer" | "delegate" | "take_back";
        EngineMigrationChoice: {
            element?: string;
            in?: components["schemas"]["MetamodelText"];
            label: components["schemas"]["MetamodelText"];
            value: string;
        };
        EngineMigrationCount: {
            fate: string;
            kind: string;
            n: number;
            sort: string;
        };
        EngineMigrationFinding: {
            code: string;
            label?: components["schemas"]["MetamodelText"];
            matter?: string;
            message: components["schemas"]["MetamodelText"];
            path?: string;
            severity: string;
        };
        EngineMigrationMap: {
            aside?: string[];
            codes?: {
                [key: string]: {
                    [key: string]: string;
                };
            };
            fields?: {
                [key: string]: string;
            };
            states?: {
                [key: string]: string;
            };
        };
        EngineMigrationPlace: {
            changed?: boolean;
            choices: string;
            code?: string;
            element?: string;
            in?: components["schemas"]["MetamodelText"];
            key: string;
            label: components["schemas"]["MetamodelText"];
            /** @enum {string} */
            part: "fields" | "states" | "codes";
        };
        EngineMigrationPlaces: {
            choices: {
                [key: string]: components["schemas"]["EngineMigrationChoice"][];
            };
            items: components["schemas"]["EngineMigrationPlace"][];
        };
        EngineNeedless: {
            confirmed?: boolean;
            demander: string;
            item: string;
            kind: string;
            matter: string;
            reason: string;
            source: string;
        };
        EngineNewRow: {
            [key: string]: string;
        };
        EngineResult: {
            fields?: {
                [key: string]: unknown;
            };
            /** Format: date-time */
            issued: string;
            number: string;
        };
        EngineSilence: {
            basis: components["schemas"]["MetamodelText"];
            clock: string;
            /** Format: double */
            days?: number;
        };
        EngineTaskTold: {
            answer?: string;
            department: string;
            /** Format: int64 */
            dueUnix?: number;
            end?: string;
            id: string;
            kind: string;
            name?: components["schemas"]["MetamodelText"];
            question?: string;
            roles?: string[];
        };
        /** @enum {string} */
        EngineVisitCause: "nobody" | "late" | "alone" | "version";
        /** @enum {string} */
        EngineVisitKind: "arrange" | "move" | "cancel" | "hold" | "leave" | "record";
        /** @enum {string} */
        EngineVisitState: "gathering" | "arranging" | "arranged" | "held" | "cancelled";
        EngineVisitTold: {
            /** Format: int64 */
            atUnix?: number;
            cause?: components["schemas"]["EngineVisitCause"];
            departments?: string[];
            inspection: string;
            matter?: string;
            matters?: string[];
            name: components["schemas"]["MetamodelText"];
            people?: string;
            place?: string;
            ready?: string;
        };
        EvaluateIn: {
            /** @description By subject and element, or by path as in a draft: {"applicant": {"DE00108": 3}} or {"applicant/DE00108": 3}. What is not known is left out */
            answers: {
                [key: string]: unknown;
            };
            /** @description Policies to be claimed: the filings behind them are told */
            chosen?: string[];
        };
        Evaluation: {
            /** @description The filings behind the chosen policies: one wherever it can be one. Start each with POST /drafts */
            claims: components["schemas"]["Claim"][];
            /** @description Answers that no policy asks for, by path */
            ignored: components["schemas"]["MetamodelProblems"];
            policies: components["schemas"]["JudgedPolicy"][];
            /** @description What policies ask, by how many ask it */
            questions: components["schemas"]["SituationQuestion"][];
            /** @description Yuan at most, of all that somebody is entitled to */
            sum?: string;
        };
        Event: {
            actor?: string;
            /** Format: date-time */
            at: string;
            case: string;
            data: components["schemas"]["EngineEventData"];
            id: string;
            role?: string;
            root: string;
            type: components["schemas"]["EngineEventType"];
        };
        Events: {
            items: components["schemas"]["Event"][];
            next: string;
        };
        ExtendIn: {
            /** @description Working days; mayExtend of the case says how many at most */
            days: number;
            /** @description Why; the applicant reads it */
            note: string;
        };
        Extension: {
            /** Format: date-time */
            at: string;
            basis: components["schemas"]["MetamodelText"];
            /** @description Name of who decided, for staff */
            by?: string;
            clocks: string[];
            /** @description Working days */
            days: number;
            /** @description Why; the applicant reads it */
            note: string;
        };
        File: {
            /** Format: date-time */
            added: string;
            id: string;
            /** @description Empty: it is for a file field */
            material: string;
            /** @description Judged by its bytes */
            media: string;
            name: string;
            sha256: string;
            /** Format: int64 */
            size: number;
        };
        Finding: {
            /** Format: date-time */
            at: string;
            by: string;
            matter: string;
            note: string;
        };
        FollowerList: {
            items: components["schemas"]["CatalogFollower"][];
            next?: string;
        };
        Form: {
            fields: number;
            id: string;
            /** @description Matters that use it */
            matters?: string[];
            sections: components["schemas"]["FormSection"][];
            title: components["schemas"]["MetamodelText"];
        };
        FormDatauploadBody: {
            /** @description One file */
            file: components["schemas"]["Bytes"];
        };
        FormField: {
            /** @description What may be chosen */
            codes?: components["schemas"]["MetamodelCode"][];
            element: string;
            hint?: components["schemas"]["MetamodelText"];
            label: components["schemas"]["MetamodelText"];
            path: string;
            repeat: boolean;
            subject: components["schemas"]["Named"];
            type: components["schemas"]["MetamodelType"];
            unit?: components["schemas"]["MetamodelText"];
            uses: components["schemas"]["MetamodelFieldUse"][];
            /** @description In a merged form: what departments call it that have another name for it */
            wordings?: components["schemas"]["CatalogWording"][];
        };
        FormList: {
            items: components["schemas"]["Form"][];
            next?: string;
        };
        FormRepeat: {
            label: components["schemas"]["MetamodelText"];
            path: string;
            uses: components["schemas"]["MetamodelGroupUse"][];
            /** @description As of a field */
            wordings?: components["schemas"]["CatalogWording"][];
        };
        FormSchema: null | {
            [key: string]: unknown;
        };
        FormSection: {
            fields: components["schemas"]["FormField"][];
            /** @description Repeats in this section */
            groups?: string[];
            id: string;
            /** @description The same repeats with every matter's demand on them */
            repeats?: components["schemas"]["FormRepeat"][];
            title: components["schemas"]["MetamodelText"];
        };
        GateReport: {
            blockers: components["schemas"]["MetamodelProblems"];
            /** @description What could not be proved either way */
            notes: components["schemas"]["MetamodelProblems"];
            warnings: components["schemas"]["MetamodelProblems"];
        };
        Given: {
            /**
             * Format: date-time
             * @description Of what time the source's record is
             */
            as?: null | string;
            /**
             * Format: date-time
             * @description When it was fetched
             */
            at: string;
            department: components["schemas"]["Named"];
            source: components["schemas"]["MetamodelText"];
            /** @description To those who handle the case only */
            withheld?: boolean;
        };
        GuideIn: {
            answers: {
                [key: string]: unknown;
            };
        };
        GuideOut: {
            /** @description Unanswered questions that can change nothing any more */
            idle: string[];
            /** @description Matters that apply */
            in: string[];
            needs: components["schemas"]["Needs"];
            /** @description The question to ask now; null when nothing is open */
            next: components["schemas"]["Question"] | null;
            /** @description Unanswered questions that can still change something */
            open: string[];
            /** @description Matters that do not */
            out: string[];
            undecided: string[];
        };
        HandoverIn: {
            /** @description One of the case's handovers */
            do: components["schemas"]["EngineHandoverKind"];
            /** @description For the department alone */
            note?: string;
            /** @description With transfer and delegate: an officer's id */
            to?: string;
        };
        HeldCount: {
            mine: number;
            others: number;
            unclaimed: number;
        };
        HistoryAsked: {
            /** @enum {string} */
            answer?: "agree" | "disagree" | "remarks";
            department: components["schemas"]["Named"];
            question?: string;
            /** @description Nothing was said in time */
            silent?: boolean;
        };
        HistoryChange: {
            /** @description It comes of another answer: it is worked out, a copy, or no longer asked */
            follows?: boolean;
            /** @description Of whom or of what an answer is */
            group?: components["schemas"]["MetamodelText"];
            /** @description The path where the present form has no such answer */
            label: components["schemas"]["MetamodelText"];
            /** @description Id of a material for which new files came */
            material?: string;
            /** @description Of an answer, or of a repeat that has other rows */
            path?: string;
            /** @description The rows of repeats it lies in, the outermost first */
            rows?: components["schemas"]["AnswerRow"][];
            /** @description The correction did not ask for it; those come first */
            unasked?: boolean;
        };
        HistoryEntry: {
            /** @description Name of whom a handover is about, for staff */
            about?: string;
            action?: components["schemas"]["MetamodelText"];
            /** @description Name of who acted, for staff */
            actor?: string;
            /** @description Of signatures and opinions */
            asked?: components["schemas"]["HistoryAsked"];
            /** Format: date-time */
            at: string;
            /** @description Name of the holder for whom the actor acted, for staff */
            behalf?: string;
            case: string;
            /** @description Of an answered correction: what is another since */
            changes?: components["schemas"]["HistoryChange"][];
            /** @description Of an extension */
            extended?: components["schemas"]["HistoryExtended"];
            from?: components["schemas"]["MetamodelText"];
            id: string;
            kind?: string;
            light?: string;
            matter?: string;
            /** @description How many more there are */
            moreChanges?: number;
            note?: string;
            outcome?: string;
            role?: string;
            /** @description Nobody acted: by what it happened by itself */
            silence?: components["schemas"]["EngineSilence"];
            to?: components["schemas"]["MetamodelText"];
            type: components["schemas"]["EngineEventType"];
            /** @description Of joint inspections */
            visit?: components["schemas"]["HistoryVisit"];
        };
        HistoryExtended: {
            basis: components["schemas"]["MetamodelText"];
            /** @description Working days */
            days: number;
        };
        HistoryLine: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Person"];
            comment?: string;
            draft?: string;
            from?: string;
            pack: string;
            /** Format: int64 */
            seq: number;
            /** @enum {string} */
            step: "create" | "save" | "submit" | "return" | "approve" | "publish" | "discard" | "import" | "promote" | "retire";
            to?: string;
            version: string;
        };
        HistoryLineList: {
            items: components["schemas"]["HistoryLine"][];
            next?: string;
        };
        HistoryVisit: {
            /**
             * Format: date-time
             * @description The appointment
             */
            at?: null | string;
            /** @description With visit.cancelled, when it was called off by itself */
            cause?: components["schemas"]["EngineVisitCause"];
            /** @description That came or left */
            matter?: components["schemas"]["MetamodelText"];
            name: components["schemas"]["MetamodelText"];
            people?: string;
            place?: string;
        };
        Holder: {
            account: string;
            /** @description Name of the officer for whom the caller stands in */
            behalf?: string;
            /** @description Who acts on their behalf */
            deputy?: components["schemas"]["Deputy"];
            /** @description The caller is to act on it */
            mine: boolean;
            name: string;
            /** Format: date-time */
            since: string;
        };
        Identity: {
            /** @description As the account calls itself */
            name: string;
            /** Format: int64 */
            revision: number;
            /** @description How that came about, newest first; the newest 50 */
            steps: components["schemas"]["IdentityStep"][];
            username: string;
            /** @description Absent: nobody knows who it is */
            verified?: components["schemas"]["Verified"];
        };
        IdentityStep: {
            /** Format: date-time */
            at: string;
            /** @description Name of who did it; absent: from the command line */
            by?: string;
            /** @description By which evidence, or why */
            how: string;
            /** @description Else it was withdrawn */
            verified: boolean;
        };
        Impact: {
            /** @description Figures of dashboards that read it */
            figures: components["schemas"]["CatalogFigure"][];
            matters: string[];
            of: components["schemas"]["Definition"];
            /** @description Drafts and running cases of these themes and matters */
            running: components["schemas"]["CatalogRunningCounts"];
            themes: string[];
            /** @description Nearest first */
            touched: components["schemas"]["Touched"][];
        };
        JudgedCriterion: {
            /** @description How far somebody is from meeting it, or what must be known */
            gaps: components["schemas"]["MetamodelText"][];
            id: string;
            /** @description The day on which it will be met by itself */
            metOn?: string;
            remedy?: components["schemas"]["MetamodelText"];
            /** @enum {string} */
            truth: "true" | "false" | "unknown";
        };
        JudgedPolicy: {
            criteria: components["schemas"]["JudgedCriterion"][];
            /** @description Days until its last one; -1: it has none, or it has passed */
            endsIn: number;
            id: string;
            name: components["schemas"]["MetamodelText"];
            /** @description Days until it can be claimed; 0: now */
            opensIn: number;
            /**
             * @description nearly: little is missing, it is known what, and it can be had; open: answers are missing, see waits
             * @enum {string}
             */
            standing: "eligible" | "nearly" | "open" | "not" | "over";
            /** @description Paths of the answers that would tell of the criteria that are unknown */
            waits: string[];
        };
        Kept: {
            label?: components["schemas"]["MetamodelText"];
            /** @description Where it was */
            path: string;
            /** @description In whose form it had its place */
            release: string;
            /** @description Any JSON value */
            value: unknown;
        };
        LightLegend: {
            /** @description By any of them red comes before a limit is used up */
            early: boolean;
            /** @description Of the working calendars, then of matters and of their steps that have their own */
            rules: components["schemas"]["LightRuleOf"][];
        };
        LightRule: {
            /** @description Red comes before the limit is used up */
            early?: boolean;
            red: components["schemas"]["MetamodelText"];
            yellow: components["schemas"]["MetamodelText"];
        };
        LightRuleOf: {
            /** @description Red comes before the limit is used up */
            early?: boolean;
            matter?: boolean;
            of: components["schemas"]["Named"];
            red: components["schemas"]["MetamodelText"];
            step?: components["schemas"]["Named"];
            yellow: components["schemas"]["MetamodelText"];
        };
        Material: {
            /** @description Whether the citizen hands it in */
            asked: boolean;
            category?: string;
            /** @description Departments check it themselves: it is the result of a matter that is not part of the filing */
            checked?: boolean;
            /** @description Of a case: the electronic document that a source department gave */
            document?: components["schemas"]["Document"];
            /** @description In a matter’s case also those of the material that serves in its place */
            files?: components["schemas"]["File"][];
            id: string;
            /** @description The matters' own names for it */
            labels: components["schemas"]["MetamodelText"][];
            matters: string[];
            name: components["schemas"]["MetamodelText"];
            /** @description Why it is not asked although matters want it: one for each */
            proven?: components["schemas"]["Proven"][];
            reason?: components["schemas"]["MetamodelText"];
            /** @enum {string} */
            required: "yes" | "no" | "unknown";
            /** @description Matters that get it in the place of another material, which it proves */
            serves?: string[];
        };
        Matter: {
            basis?: components["schemas"]["MetamodelText"];
            cancelled?: components["schemas"]["MetamodelCancellation"];
            category?: string;
            categoryName?: components["schemas"]["MetamodelText"];
            /** @description What the department is called that the matter is delegated to */
            delegateName?: components["schemas"]["MetamodelText"];
            delegated?: components["schemas"]["MetamodelDelegation"];
            department: string;
            departmentName: components["schemas"]["MetamodelText"];
            extend?: components["schemas"]["MetamodelExtend"];
            fee?: string;
            fields: number;
            form: string;
            id: string;
            lights?: components["schemas"]["MetamodelLights"];
            /** @description Standard names, by material id */
            materialNames: {
                [key: string]: components["schemas"]["MetamodelText"];
            };
            materials?: components["schemas"]["MetamodelMaterialUse"][];
            name: components["schemas"]["MetamodelText"];
            /** @description Name of the pack it is defined in */
            pack: string;
            preconditions?: string[];
            process: components["schemas"]["WorkflowsWorkflow"];
            /** Format: double */
            promisedDays: number;
            result: components["schemas"]["MetamodelResult"];
            standard?: boolean;
            /** Format: double */
            statutoryDays: number;
            template?: components["schemas"]["MetamodelTemplate"];
            themes: string[];
            workflow: string;
        };
        MatterHistory: {
            /** @description There were more versions than were looked through */
            earlier?: boolean;
            lines: components["schemas"]["CatalogMatterLine"][];
            matter: string;
            name: components["schemas"]["MetamodelText"];
            /** @description Names of accounts that lines name */
            people: {
                [key: string]: string;
            };
            predecessors: components["schemas"]["CatalogMatterLink"][];
            successors: components["schemas"]["CatalogMatterLink"][];
        };
        MatterList: {
            items: components["schemas"]["Matter"][];
            next?: string;
        };
        MayAsk: {
            basis?: components["schemas"]["MetamodelText"];
            departments: components["schemas"]["Named"][];
            /**
             * Format: double
             * @description Working days, at most
             */
            limit: number;
            pauses: boolean;
            /** @description Nothing is decided while an answer is awaited */
            required: boolean;
            /** @enum {string} */
            silence: "agree" | "none";
        };
        MayExtend: {
            basis: components["schemas"]["MetamodelText"];
            clocks: components["schemas"]["MayExtendClock"][];
            /** @description Working days, at most */
            days: number;
            /** @description How often the case can still be extended, this time included */
            left: number;
        };
        MayExtendClock: {
            /** @enum {string} */
            clock: "promised" | "statutory" | "step";
            /** Format: date-time */
            due: string;
            name: components["schemas"]["MetamodelText"];
            /** @description Due then, by one working day more, by two, and so on */
            until: string[];
        };
        Me: {
            account: string;
            /** @description Send it back in X-CSRF-Token with every write that rides on the cookie */
            csrf?: string;
            /** @description Own organisation and everything below it */
            departments: components["schemas"]["Named"][];
            name: string;
            /** @description Own organisation's id; absent for citizens */
            organisation?: string;
            roles: string[];
        };
        MergeMatters: {
            /** @description Hash of the release that is changed: the one in force */
            base: string;
            basis: components["schemas"]["MetamodelText"];
            /** @description Of the new matter */
            id: string;
            /** @description By id */
            matters: string[];
            name: components["schemas"]["MetamodelText"];
            /** @description First day of the new matter (full-date) */
            on: string;
            /** @description The matter whose process and department the new one has; absent only where all have the same process */
            process?: string;
            /** @description Working days; absent: the longest of theirs */
            promisedDays?: null | number;
            reason: components["schemas"]["MetamodelText"];
            /** @description Working days; absent: the longest of theirs */
            statutoryDays?: null | number;
        };
        MetamodelBasis: {
            article?: string;
            law: components["schemas"]["MetamodelText"];
            url?: string;
        };
        MetamodelCancellation: {
            basis: components["schemas"]["MetamodelText"];
            into?: string;
            on: string;
            reason: components["schemas"]["MetamodelText"];
            successors?: string[];
        };
        MetamodelCardinality: {
            max?: null | number;
            min?: number;
        };
        MetamodelCheck: {
            message: components["schemas"]["MetamodelText"];
            rule: string;
        };
        MetamodelClassification: {
            code: string;
            scheme: string;
        };
        MetamodelCode: {
            attributes?: {
                [key: string]: string;
            };
            code: string;
            name: components["schemas"]["MetamodelText"];
            parent?: string;
            synonyms?: string[];
            validFrom?: string;
            validTo?: string;
        };
        MetamodelDelegation: {
            basis: components["schemas"]["MetamodelText"];
            kind: string;
            on: string;
            reason?: components["schemas"]["MetamodelText"];
            to: string;
            until?: string;
        };
        MetamodelExplanation: {
            because: components["schemas"]["MetamodelText"];
            computed?: boolean;
            hidden?: boolean;
            kind: string;
            label: components["schemas"]["MetamodelText"];
            page?: string;
            path: string;
            readOnly?: boolean;
            reasons: components["schemas"]["MetamodelReason"][];
            required?: boolean;
            shown: boolean;
            state?: string;
            value?: components["schemas"]["MetamodelText"];
        };
        MetamodelExtend: {
            basis: components["schemas"]["MetamodelText"];
            clocks?: string[];
            days: number;
            roles: string[];
            times?: number;
        };
        MetamodelFieldUse: {
            check?: components["schemas"]["MetamodelCheck"][];
            /** @description Any JSON value */
            const?: unknown;
            enum?: unknown[];
            exclusiveMaximum?: number;
            exclusiveMinimum?: number;
            format?: string;
            label?: components["schemas"]["MetamodelText"];
            matter: string;
            maxItems?: null | number;
            maxLength?: null | number;
            maximum?: number;
            minItems?: null | number;
            minLength?: null | number;
            minimum?: number;
            options?: string;
            pattern?: string;
            required?: boolean;
            requiredIf?: string;
            value?: string;
            valueWhen?: string;
            visible?: string;
            "x-accept"?: string[];
            "x-format-when"?: string;
            "x-fraction-digits"?: null | number;
            "x-integer-digits"?: null | number;
            "x-max-bytes"?: null | number;
            "x-max-days"?: null | number;
            "x-not-after"?: string;
            "x-not-before"?: string;
            "x-required-parts"?: string[];
        };
        MetamodelFillTime: {
            fields: number;
            pages: number;
            seconds: number;
        };
        MetamodelGroupUse: {
            matter: string;
            maxItems?: null | number;
            minItems?: null | number;
            visible?: string;
        };
        MetamodelJourney: {
            answered: number;
            asked: number;
            complete: boolean;
            missing?: string[];
            pages: components["schemas"]["MetamodelJourneyPage"][];
            seconds: number;
        };
        MetamodelJourneyPage: {
            answered: number;
            asked: number;
            id: string;
            missing?: string[];
            problems?: components["schemas"]["MetamodelProblems"];
            status: string;
            title: components["schemas"]["MetamodelText"];
        };
        MetamodelKept: {
            path: string;
            propose?: boolean;
            reason: components["schemas"]["MetamodelText"];
        };
        MetamodelLights: {
            red?: components["schemas"]["MetamodelThreshold"];
            yellow?: components["schemas"]["MetamodelThreshold"];
        };
        MetamodelMaterialUse: {
            label: components["schemas"]["MetamodelText"];
            material: string;
            note?: components["schemas"]["MetamodelText"];
            required: boolean;
            when?: string;
        };
        MetamodelProblem: {
            code: string;
            file?: string;
            message: components["schemas"]["MetamodelText"];
            params?: {
                [key: string]: unknown;
            };
            path: string;
            severity?: string;
        };
        MetamodelProblems: components["schemas"]["MetamodelProblem"][];
        MetamodelReading: {
            label: components["schemas"]["MetamodelText"];
            path: string;
            state: string;
            value?: components["schemas"]["MetamodelText"];
        };
        MetamodelReason: {
            allows: boolean;
            kind: string;
            label?: components["schemas"]["MetamodelText"];
            matter?: string;
            of?: string;
            plain: boolean;
            reads?: components["schemas"]["MetamodelReading"][];
            source?: string;
            to?: components["schemas"]["MetamodelText"];
            truth: string;
            words: components["schemas"]["MetamodelText"];
        };
        MetamodelRelation: {
            element: string;
            note?: components["schemas"]["MetamodelText"];
            /** @enum {string} */
            type: "derives" | "replaces" | "equivalent" | "related";
        };
        MetamodelResult: {
            check?: components["schemas"]["MetamodelResultCheck"][];
            material?: string;
            name: components["schemas"]["MetamodelText"];
            yields?: string[];
        };
        MetamodelResultCheck: {
            field: string;
            message: components["schemas"]["MetamodelText"];
            rule: string;
        };
        MetamodelRetention: {
            basis?: components["schemas"]["MetamodelText"];
            days?: number;
            years?: number;
        };
        MetamodelTemplate: {
            kept?: components["schemas"]["MetamodelKept"][];
            matter: string;
        };
        MetamodelText: {
            [key: string]: string;
        };
        MetamodelThreshold: {
            left?: null | number;
            share?: null | number;
        };
        /** @enum {string} */
        MetamodelType: "string" | "text" | "integer" | "number" | "boolean" | "date" | "code" | "codes" | "money" | "time" | "datetime" | "daterange" | "person" | "organisation" | "identity" | "address" | "phone" | "email" | "url" | "point" | "file" | "signature" | "table";
        Migration: {
            by: components["schemas"]["Person"];
            /** Format: date-time */
            created: string;
            from: string;
            id: string;
            map: components["schemas"]["EngineMigrationMap"];
            matter?: string;
            note?: string;
            /** @enum {string} */
            status: "running" | "done" | "undoing" | "undone";
            theme?: string;
            to: string;
            /** Format: date-time */
            updated: string;
        };
        MigrationItem: {
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            fate: "moved" | "left" | "restored" | "acted";
            /** @description The draft's or root case's id */
            filing: string;
            /** @description What must be answered, or why it is blocked; warnings are told only */
            findings: components["schemas"]["EngineMigrationFinding"][];
            /** @description Answers without a place in the new form: kept aside */
            kept: number;
            /** @enum {string} */
            kind: "draft" | "case";
            number?: string;
            /** @enum {string} */
            sort: "safe" | "needs" | "blocked";
            /** Format: date-time */
            undone?: null | string;
        };
        MigrationItemList: {
            items: components["schemas"]["MigrationItem"][];
            next?: string;
        };
        MigrationList: {
            items: components["schemas"]["Migration"][];
            next?: string;
        };
        MigrationPlan: {
            /** @description Release they are pinned to: its hash, the beginning of it, or PACK@VERSION */
            from: string;
            map?: components["schemas"]["EngineMigrationMap"];
            /** @description … or of this matter, filed alone */
            matter?: string;
            /** @description To applicants who are asked for an answer */
            note?: string;
            /** @description Filings of this theme … */
            theme?: string;
            /** @description Release they are to be pinned to: its hash, the beginning of it, or PACK@VERSION */
            to: string;
        };
        MigrationProgress: {
            by: components["schemas"]["Person"];
            counts: components["schemas"]["EngineMigrationCount"][];
            /** Format: date-time */
            created: string;
            from: string;
            id: string;
            map: components["schemas"]["EngineMigrationMap"];
            matter?: string;
            note?: string;
            /** @enum {string} */
            status: "running" | "done" | "undoing" | "undone";
            theme?: string;
            to: string;
            /** Format: date-time */
            updated: string;
        };
        Named: {
            id: string;
            name: components["schemas"]["MetamodelText"];
        };
        NamedList: {
            items: components["schemas"]["Named"][];
            next?: string;
        };
        Needs: {
            after: components["schemas"]["CatalogBurden"];
            before: components["schemas"]["CatalogBurden"];
            materials: components["schemas"]["Material"][];
            matters: string[];
        };
        NewAccount: {
            name: string;
            organisation?: string;
            password: string;
            roles: string[];
            username: string;
        };
        NewDelegation: {
            /** @description Account */
            deputy: string;
            /** @description The first day; absent: today */
            from?: string;
            /** @description For the department */
            note?: string;
            /** @description For whom, by account; absent: for the caller */
            officer?: string;
            /** @description Absent: all the officer has that work on cases */
            roles?: string[];
            /** @description The last day */
            until: string;
        };
        NewDuty: {
            department: string;
            item: string;
            /** @enum {string} */
            kind: "field" | "material";
            matter: string;
            note?: string;
        };
        NewPassword: {
            password: string;
        };
        NewSource: {
            department: string;
            elements?: string[];
            key: string;
            /** @enum {string} */
            kind: "register" | "http";
            materials?: string[];
            name: components["schemas"]["MetamodelText"];
            pack: string;
            /** @description With http */
            url?: string;
        };
        NewToken: {
            /** Format: date-time */
            expires?: null | string;
            name: string;
        };
        NewWebhook: {
            /** @description None: every event */
            types?: components["schemas"]["EngineEventType"][];
            url: string;
        };
        NoticeSent: {
            /** Format: date-time */
            at: string;
            matters: components["schemas"]["Named"][];
        };
        Officer: {
            id: string;
            name: string;
            organisation: components["schemas"]["Named"];
        };
        OfficerList: {
            items: components["schemas"]["Officer"][];
            next?: string;
        };
        Organisation: {
            id: string;
            name: components["schemas"]["MetamodelText"];
            parent?: string;
        };
        OrganisationList: {
            items: components["schemas"]["Organisation"][];
            next?: string;
        };
        Pack: {
            codeLists: number;
            elements: number;
            forms: number;
            hash: string;
            matters: number;
            name: string;
            policies: number;
            themes: number;
            title: components["schemas"]["MetamodelText"];
            version: string;
        };
        PackFiles: {
            files: {
                [key: string]: string;
            };
        };
        PackList: {
            items: components["schemas"]["Pack"][];
            next?: string;
        };
        PackVersion: {
            approvals: components["schemas"]["VersionApproval"][];
            author: components["schemas"]["Person"];
            /** @description Hash of the release it started from */
            base?: string;
            /** @description Of the last step */
            comment?: string;
            /** Format: date-time */
            created: string;
            /** @description New filings start with it */
            current: boolean;
            /** @description Of its content; once published, the release's */
            hash: string;
            /** @description Of the version; empty for a release that never was a draft here */
            id: string;
            pack: string;
            /** Format: int64 */
            revision: number;
            /** @enum {string} */
            stage: "draft" | "review" | "published" | "retired";
            /** Format: date-time */
            updated: string;
            version: string;
        };
        PackVersionList: {
            items: components["schemas"]["PackVersion"][];
            next?: string;
        };
        Person: {
            id?: string;
            name: string;
        };
        Policy: {
            /** @description Yuan at most */
            amount?: string;
            basis?: components["schemas"]["MetamodelText"];
            /** @description What there is to be had */
            benefit: components["schemas"]["MetamodelText"];
            criteria: components["schemas"]["PolicyCriterion"][];
            department: components["schemas"]["Named"];
            /** @description The first day it can be claimed */
            from?: string;
            id: string;
            /** @description Those to have ready */
            materials: components["schemas"]["Named"][];
            /** @description The matters it is claimed through */
            matters: components["schemas"]["Named"][];
            name: components["schemas"]["MetamodelText"];
            pack: string;
            summary?: components["schemas"]["MetamodelText"];
            /** @description The theme it is claimed through */
            theme?: components["schemas"]["Named"];
            /** @description The last one */
            until?: string;
        };
        PolicyCriterion: {
            id: string;
            /** @description Paths of the answers it reads */
            reads: string[];
            /** @description What somebody who does not meet it can do; without one nothing can be done */
            remedy?: components["schemas"]["MetamodelText"];
            text: components["schemas"]["MetamodelText"];
            /** @description CEL over elements */
            when: string;
            /** @description The condition read out */
            words: components["schemas"]["MetamodelText"];
        };
        PolicyList: {
            items: components["schemas"]["Policy"][];
            next?: string;
        };
        Preview: {
            /** @description As they would be stored: normalised, only what is shown */
            answers: unknown;
            explains: components["schemas"]["MetamodelExplanation"][];
            /** @description Of the whole form, computed */
            fillTime: components["schemas"]["MetamodelFillTime"];
            journey: components["schemas"]["MetamodelJourney"];
            problems: components["schemas"]["MetamodelProblems"];
        };
        PreviewIn: {
            /** @description By subject and element */
            answers?: unknown;
            /** @description Pages (page:ID), questions, groups and texts (text:ID) to explain */
            explain?: string[];
            /** @description Hash of a release, or id of a version; absent: what is in force */
            release?: string;
        };
        Problem: {
            /** @description Stable code of the first error */
            code: string;
            /** @description What to do about it, in the request's language */
            detail?: string;
            /** @description Each failure with code, path and message in every language */
            errors: components["schemas"]["MetamodelProblem"][];
            status: number;
            /** @description Short, in the request's language */
            title: string;
            /** @description Identifies the kind of problem */
            type: string;
        };
        ProposeIn: {
            matter: string;
        };
        Proposed: {
            proposed: number;
            rest: components["schemas"]["Unproposed"][];
        };
        Proven: {
            /** @description The material that proves it and is handed in anyway */
            by?: components["schemas"]["Named"];
            matter: string;
            /** @description The matter whose result shows it */
            result?: components["schemas"]["Named"];
            /** @description Source departments gave every value */
            sourced?: boolean;
        };
        PutRows: {
            /** @description By element, as people type it; a material's id is the document's number, with .issued, .expires and .url the rest */
            rows: components["schemas"]["EngineNewRow"][];
        };
        Question: {
            /** @description The field of the merged form that is the same answer */
            field?: string;
            id: string;
            options?: components["schemas"]["MetamodelCode"][];
            text: components["schemas"]["MetamodelText"];
            type: components["schemas"]["MetamodelType"];
            unit?: components["schemas"]["MetamodelText"];
        };
        Receipt: {
            case: string;
            children: string[];
            number: string;
            /** Format: date-time */
            submitted: string;
        };
        Registration: {
            name: string;
            password: string;
            username: string;
        };
        ReplayIn: {
            after?: string;
        };
        Replayed: {
            deliveries: number;
        };
        Restructured: {
            changes: components["schemas"]["Change"][];
            /** @description What a person has yet to decide */
            open: components["schemas"]["MetamodelProblems"];
            /** @description Of the draft that it begins */
            version: string;
        };
        Result: {
            fields: components["schemas"]["Answer"][];
            /** Format: date-time */
            issued: string;
            name: components["schemas"]["MetamodelText"];
            number: string;
        };
        ResultField: {
            codes?: components["schemas"]["MetamodelCode"][];
            label: components["schemas"]["MetamodelText"];
            path: string;
            type: components["schemas"]["MetamodelType"];
        };
        ResultNotice: {
            /**
             * Format: date-time
             * @description When the next one goes out at the latest; absent while nothing waits to be told
             */
            by?: null | string;
            /** @description Matters that are decided; to the applicant, that they know to be over */
            done: number;
            /** @description Matters of the filing */
            of: number;
            /** @description What the applicant was told, and when */
            sent: components["schemas"]["NoticeSent"][];
            /** @description Of a matter's case: it is decided, and the applicant is not told yet */
            waits?: boolean;
        };
        RetireIn: {
            comment?: string;
        };
        RetractAct: {
            /** @enum {string} */
            act: "cancellation" | "delegation" | "cancellation" | "delegation";
            /** @description Hash of the release that is changed: the one in force */
            base: string;
            matter: string;
            /** @description Why; the draft and the matter's history say so */
            reason: components["schemas"]["MetamodelText"];
        };
        ReturnIn: {
            /** @description Why; officers read it, the applicant does not */
            note: string;
            /** @description One of the case's returns */
            to: string;
        };
        RevokeIdentity: {
            /** @description Why, without the number */
            how: string;
        };
        Round: {
            agreed: number;
            disagreed: number;
            /** @description Where the case goes then */
            ifAgreed: components["schemas"]["Named"];
            ifNot: components["schemas"]["Named"];
            /** @enum {string} */
            mode: "any" | "all" | "ratio" | "sequence";
            /** @description Agreements that decide it */
            need: number;
            number: number;
            /** @description Who signs, in the order of the workflow */
            order: components["schemas"]["Named"][];
            /** @description Places to sign */
            total: number;
        };
        RowsPut: {
            rows: number;
        };
        SaveAnswers: {
            /** @description Ask sources that had nothing or failed once more */
            again?: boolean;
            answers?: {
                [key: string]: unknown;
            };
            /**
             * @description To fetching personal data from source departments; absent: as it was
             * @enum {string}
             */
            consent?: "given" | "denied";
            guide?: {
                [key: string]: unknown;
            };
            /** @description By path or material: true to answer it oneself all the same, false to leave it to the source */
            own?: {
                [key: string]: boolean;
            };
        };
        SaveOrganisation: {
            name: components["schemas"]["MetamodelText"];
            parent?: string;
        };
        SaveVersion: {
            /** @description A newer release whose changes have been taken in */
            base?: string;
            comment?: string;
            /** @description Every file of the pack by path, pack.yaml among them */
            files: {
                [key: string]: string;
            };
        };
        Session: {
            csrf: string;
            /** @description Absent for a stranger */
            me?: components["schemas"]["Me"];
        };
        SignIn: {
            password: string;
            username: string;
        };
        SilentDecision: {
            /**
             * Format: date-time
             * @description When it happens by itself
             */
            at: string;
            /** @description The law by which silence decides */
            basis: components["schemas"]["MetamodelText"];
            /** @enum {string} */
            kind: "forward" | "correct" | "rectify" | "refuse" | "approve" | "deliver" | "resubmit";
            /** @description The action that is then taken */
            label: components["schemas"]["MetamodelText"];
            target: components["schemas"]["Named"];
        };
        SimulatedTheme: {
            id: string;
            name: components["schemas"]["MetamodelText"];
        };
        SituationQuestion: {
            answered: boolean;
            label: components["schemas"]["MetamodelText"];
            options?: components["schemas"]["MetamodelCode"][];
            path: string;
            subject: components["schemas"]["MetamodelText"];
            type: components["schemas"]["MetamodelType"];
            unit?: components["schemas"]["MetamodelText"];
            /** @description Policies that wait for the answer; 0: it can change nothing any more */
            weight: number;
        };
        Source: {
            department: string;
            elements: string[];
            enabled: boolean;
            id: string;
            /** @description Element by which it finds somebody */
            key: string;
            /** @enum {string} */
            kind: "register" | "http";
            materials: string[];
            name: components["schemas"]["MetamodelText"];
            pack: string;
            /** Format: int64 */
            revision: number;
            /** @description Of a register; 0 in lists */
            rows: number;
            /** @description Of http: only in the answer to creation */
            secret?: string;
            url?: string;
        };
        SourceList: {
            items: components["schemas"]["Source"][];
            next?: string;
        };
        SourceRow: {
            /** Format: date-time */
            at: string;
            /** @description By material */
            documents: {
                [key: string]: components["schemas"]["EngineDocument"];
            };
            key: string;
            /** @description By element */
            values: {
                [key: string]: unknown;
            };
        };
        SourceRowList: {
            items: components["schemas"]["SourceRow"][];
            next?: string;
        };
        SplitMatter: {
            /** @description Hash of the release that is changed: the one in force */
            base: string;
            basis: components["schemas"]["MetamodelText"];
            matter: string;
            /** @description First day of the new matters (full-date) */
            on: string;
            parts: components["schemas"]["CatalogSplitPart"][];
            reason: components["schemas"]["MetamodelText"];
        };
        StandardMaterial: {
            accept?: string[];
            category?: string;
            categoryName?: components["schemas"]["MetamodelText"];
            id: string;
            issuer?: string;
            /** Format: int64 */
            maxBytes?: number;
            maxFiles?: number;
            name: components["schemas"]["MetamodelText"];
            /** @enum {string} */
            origin: "applicant" | "issuer" | "result" | "system";
            pack: string;
            proves?: string[];
            resultOf?: string;
            uses: components["schemas"]["Use"][];
        };
        StandardMaterialList: {
            items: components["schemas"]["StandardMaterial"][];
            next?: string;
        };
        StandardiseMatter: {
            /** @description Hash of the release that is changed: the one in force */
            base: string;
            decisions: components["schemas"]["CatalogTemplateDecision"][];
            /** @description Matter is the template, and takes over what this one proposes */
            follower?: string;
            matter: string;
            /** @description Why; the draft says so. Absent: it says what was decided */
            reason?: components["schemas"]["MetamodelText"];
        };
        StartDraft: {
            /** @description Answers of the guide, by question id */
            guide?: {
                [key: string]: unknown;
            };
            matter?: string;
            theme?: string;
        };
        Theme: {
            /** @description Merged, all matters in scope */
            after: components["schemas"]["CatalogBurden"];
            /** @description Every matter on its own, all matters in scope */
            before: components["schemas"]["CatalogBurden"];
            id: string;
            lead: components["schemas"]["Named"];
            matters: components["schemas"]["ThemeMatter"][];
            /** @description The materials that something else may prove, or that staff keep although it could */
            merges: components["schemas"]["ThemeProof"][];
            name: components["schemas"]["MetamodelText"];
            questions: components["schemas"]["Question"][];
            /** @description Content hash of the pack it is in */
            release: string;
            summary: components["schemas"]["MetamodelText"];
        };
        ThemeList: {
            items: components["schemas"]["Theme"][];
            next?: string;
        };
        ThemeMatter: {
            department: components["schemas"]["Named"];
            fields: number;
            group?: string;
            materials: number;
            matter: string;
            name: components["schemas"]["MetamodelText"];
            preconditions: string[];
            /** Format: double */
            promisedDays: number;
            stage: number;
            /** @description CEL over the guide's questions */
            when: string;
        };
        ThemeProof: {
            id: string;
            /** @description Staff keep it on the list all the same */
            kept: boolean;
            /** @description That want it */
            matters: string[];
            name: components["schemas"]["MetamodelText"];
            /** @description Why it is kept */
            reason?: components["schemas"]["MetamodelText"];
            /** @description Matters whose results show all it proves, to those that wait for them */
            results: components["schemas"]["Named"][];
            /** @description Materials that prove all it does, the one to be preferred first */
            standIns: components["schemas"]["Named"][];
        };
        Token: {
            /** Format: date-time */
            created: string;
            /** Format: date-time */
            expires?: null | string;
            id: string;
            /** Format: date-time */
            lastUsed?: null | string;
            name: string;
            /** @description Only in the first answer to creation */
            secret?: string;
        };
        TokenList: {
            items: components["schemas"]["Token"][];
            next?: string;
        };
        Touched: {
            /** @description What may be decided here: follow, pin, override */
            choices: string[];
            id: string;
            kind: string;
            /** @description What it is called there */
            label?: components["schemas"]["MetamodelText"];
            name: components["schemas"]["MetamodelText"];
            pack: string;
            path?: string;
            /** @description The way from the definition to this place, both left out */
            through: components["schemas"]["Definition"][];
        };
        Unproposed: {
            /** @description The departments these words could mean: choose one */
            fits?: components["schemas"]["MetamodelText"][];
            item: string;
            /** @enum {string} */
            kind: "field" | "material";
            name: components["schemas"]["MetamodelText"];
            /** @description In the words of the element or material */
            source: string;
        };
        Use: {
            id: string;
            /** @enum {string} */
            kind: "element" | "form" | "matter" | "theme" | "material" | "policy";
            /** @description What it is called there */
            label?: components["schemas"]["MetamodelText"];
            name: components["schemas"]["MetamodelText"];
            path?: string;
        };
        UseEarlier: {
            /** @description Exactly these ids of offers and of what is used: others that were used are cleared; none means no */
            use: string[];
        };
        Verdict: {
            /** @description The draft's or root case's id */
            filing: string;
            /** @description What must be answered, or why it is blocked; warnings are told only */
            findings: components["schemas"]["EngineMigrationFinding"][];
            /** @description Answers without a place in the new form: kept aside */
            kept: number;
            /** @enum {string} */
            kind: "draft" | "case";
            number?: string;
            /** @enum {string} */
            sort: "safe" | "needs" | "blocked";
        };
        Verified: {
            /** Format: date-time */
            at: string;
            /** @description Name of who verified it; absent: from the command line */
            by?: string;
            /** @description By which evidence */
            how?: string;
            name: string;
            /** @description Masked */
            number: string;
        };
        VerifyIdentity: {
            /** @description By which evidence, without the number */
            how: string;
            name: string;
            /** @description Of the identity document */
            number: string;
        };
        VersionApproval: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Person"];
            comment?: string;
            hash: string;
        };
        VersionSimulation: {
            /** @description Absent where the version has no theme */
            simulation?: components["schemas"]["CatalogSimulation"];
            /** @description Those of the version that can be simulated */
            themes: components["schemas"]["SimulatedTheme"][];
        };
        VersionStep: {
            gate: components["schemas"]["GateReport"];
            version: components["schemas"]["PackVersion"];
        };
        VersionStepIn: {
            comment?: string;
        };
        Visit: {
            /**
             * Format: date-time
             * @description The appointment
             */
            at?: null | string;
            /** @description That may still come */
            awaits?: components["schemas"]["VisitMatter"][];
            /** @description Why it was called off by itself: it had a date and no matter waits for it any more (nobody), the others did not come in time (late), no other may still come (alone), another version of the theme has none (version) */
            cause?: components["schemas"]["EngineVisitCause"];
            /** @description What the caller's own department found */
            findings?: components["schemas"]["Finding"][];
            /** Format: date-time */
            held?: null | string;
            inspection: string;
            /** @description The department that arranges it */
            lead?: components["schemas"]["Named"];
            /** @description Whose departments inspect on their own */
            left?: components["schemas"]["VisitMatter"][];
            /** @description That take part; that it was held with, or called off for */
            matters: components["schemas"]["VisitMatter"][];
            /** @description What the caller may do about it from this case */
            may: components["schemas"]["EngineVisitKind"][];
            name: components["schemas"]["MetamodelText"];
            /** @description Who comes */
            people?: string;
            place?: string;
            /** @description What the applicant is to have ready */
            ready?: string;
            /** @description To the departments: what was seen together */
            record?: string;
            /**
             * Format: int64
             * @description Of the inspection itself, for If-Match
             */
            revision: number;
            state: components["schemas"]["EngineVisitState"];
            /**
             * Format: date-time
             * @description How long the first waits for the others
             */
            until?: null | string;
            /** @description Why it was put off or cancelled */
            why?: string;
        };
        VisitIn: {
            /**
             * Format: date-time
             * @description With arrange and move: the appointment
             */
            at?: string;
            /** @description One of what the inspection says the caller may do */
            do: components["schemas"]["EngineVisitKind"];
            inspection: string;
            /** @description Why it is moved (optional), cancelled or left; what was seen together (hold), or found (record) */
            note?: string;
            /** @description Likewise */
            people?: string;
            /** @description Likewise, and required with them */
            place?: string;
            /** @description Likewise, where something is to be ready */
            ready?: string;
        };
        VisitMatter: {
            department: components["schemas"]["Named"];
            id: string;
            name: components["schemas"]["MetamodelText"];
        };
        Wanted: {
            /** @description Of a visit: the joint inspection that is to be arranged, or held */
            about?: components["schemas"]["MetamodelText"];
            /**
             * Format: date-time
             * @description Of a visit: its date, once there is one
             */
            at?: null | string;
            /** @description Whose answer is wanted */
            department: components["schemas"]["Named"];
            /** @enum {string} */
            kind: "sign" | "opinion" | "visit";
            /** Format: date-time */
            opened: string;
            question?: string;
            task: string;
        };
        Webhook: {
            /** Format: date-time */
            created: string;
            enabled: boolean;
            id: string;
            /** @description Only in the answer to creation */
            secret?: string;
            /** @description None: every event */
            types: components["schemas"]["EngineEventType"][];
            url: string;
        };
        WebhookList: {
            items: components["schemas"]["Webhook"][];
            next?: string;
        };
        WithdrawIn: {
            /** @description Why; the department reads it */
            note?: string;
        };
        Withdrawal: {
            /** @description Case ids that are decided or have ended */
            stays: string[];
            /** @description Case ids that end as withdrawn */
            takes: string[];
            /** @description Case ids that wait for a result of those and can never start */
            voids: string[];
        };
        WorkItem: {
            /**
             * Format: date-time
             * @description When one's own filing last moved, as far as its applicant is told; in lists by activity only
             */
            active?: null | string;
            /** @description The department in whose name it is decided, where that is another one (委托) */
            authority?: components["schemas"]["Named"];
            department: components["schemas"]["Named"];
            /** Format: date-time */
            due?: null | string;
            /** Format: date-time */
            ended?: null | string;
            /** @description Who has the step in hand; absent when whoever has the role acts */
            holder?: components["schemas"]["Holder"];
            id: string;
            /** @enum {string} */
            light: "green" | "yellow" | "red" | "paused" | "none";
            /** @description Absent for a theme case */
            matter?: string;
            matterName?: components["schemas"]["MetamodelText"];
            number: string;
            outcome?: string;
            /** Format: int64 */
            revision: number;
            /** @description The theme case; its own id for a root */
            root: string;
            /** @description What happens by itself when nobody decides */
            silence?: components["schemas"]["SilentDecision"];
            /** Format: date-time */
            started?: null | string;
            state?: string;
            stateName?: components["schemas"]["MetamodelText"];
            /**
             * @description Absent where the caller is told no more than their own department's part (told)
             * @enum {string}
             */
            status?: "waiting" | "running" | "asking" | "ended";
            /** Format: date-time */
            submitted: string;
            theme?: string;
            themeName?: components["schemas"]["MetamodelText"];
            /** @description Whose filing */
            title: string;
            /** @description What the caller's department was asked for beside the step; absent for the work of the step */
            wanted?: components["schemas"]["Wanted"];
        };
        WorkflowsAfter: {
            basis: components["schemas"]["MetamodelText"];
            /** @enum {string} */
            clock: "promised" | "statutory" | "step";
            /** @enum {string} */
            corrections: "continue" | "restart";
            /** Format: double */
            days?: number;
            event: string;
        };
        /** @enum {string} */
        WorkflowsDutyEvent: "propose" | "confirm" | "return" | "reassign" | "assign" | "withdraw" | "end";
        /** @enum {string} */
        WorkflowsHandKind: "step" | "sign" | "opinion";
        WorkflowsOdds: {
            answer: components["schemas"]["WorkflowsSpread"];
            /** Format: double */
            ask: number;
            /** Format: double */
            correct: number;
            /** Format: double */
            disagree: number;
            opinion: components["schemas"]["WorkflowsSpread"];
            /** Format: double */
            rectify: number;
            /** Format: double */
            refuse: number;
            rest: components["schemas"]["WorkflowsSpread"];
            /** Format: double */
            return: number;
            sign: components["schemas"]["WorkflowsSpread"];
            step: components["schemas"]["WorkflowsSpread"];
        };
        WorkflowsOpinions: {
            basis?: components["schemas"]["MetamodelText"];
            departments?: string[];
            /** Format: double */
            limit: number;
            pauses?: boolean;
            required?: boolean;
            roles?: string[];
            /** @enum {string} */
            silence: "agree" | "none";
        };
        WorkflowsReturns: ("previous" | "any") | string[];
        WorkflowsSign: {
            agreed: string;
            by: components["schemas"]["WorkflowsSignatory"][];
            disagreed: string;
            /** @enum {string} */
            mode: "any" | "all" | "ratio" | "sequence";
            /** Format: double */
            ratio?: number;
        };
        WorkflowsSignatory: {
            department?: string;
            roles: string[];
        };
        WorkflowsSpread: {
            /** Format: double */
            least?: number;
            /** Format: double */
            median?: number;
            /** Format: double */
            most?: number;
            /** Format: double */
            p90?: number;
            /** Format: double */
            usual?: number;
        };
        WorkflowsState: {
            after?: components["schemas"]["WorkflowsAfter"];
            id: string;
            lights?: components["schemas"]["MetamodelLights"];
            /** Format: double */
            limit?: number;
            name: components["schemas"]["MetamodelText"];
            on?: components["schemas"]["WorkflowsTransition"][];
            opinions?: components["schemas"]["WorkflowsOpinions"];
            outcome?: string;
            returns?: components["schemas"]["WorkflowsReturns"];
            roles?: string[];
            sign?: components["schemas"]["WorkflowsSign"];
            /** @enum {string} */
            type: "step" | "wait" | "final";
        };
        WorkflowsTransition: {
            event: string;
            /** @enum {string} */
            kind: "forward" | "correct" | "rectify" | "refuse" | "approve" | "deliver" | "resubmit";
            label: components["schemas"]["MetamodelText"];
            target: string;
        };
        WorkflowsWorkflow: {
            id: string;
            initial: string;
            states: components["schemas"]["WorkflowsState"][];
            title: components["schemas"]["MetamodelText"];
        };
        Worklist: {
            /** @description Rows by light under the same filter, lights aside */
            counts: {
                [key: string]: number;
            };
            /** @description Rows by in whose hand they are under the same filter, hands aside */
            held: components["schemas"]["HeldCount"];
            items: components["schemas"]["WorkItem"][];
            next?: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listAccounts: {
        parameters: {
            query?: {
                /** @description next of the page before; the first page without */
                cursor?: string;
                /** @description Items a page; 0 or absent: 50 */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountList"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAccount"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeAccount: {
        parameters: {
            query?: never;
            header: {
                /** @description The revision you saw: the ETag of the last answer */
                "If-Match": string;
            };
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeAccount"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setPassword: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPassword"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCases: {
        parameters: {
            query?: {
                /** @description next of the page before; the first page without */
                cursor?: string;
                /** @description Items a page; 0 or absent: 50 */
                limit?: number;
                /** @description Of this theme */
                theme?: string;
                /** @description Of this matter */
                matter?: string;
                /** @description Of any of these departments, as far as they are the caller's */
                department?: string[];
                /** @description waiting for another matter's result, running, asking the citizen, or ended */
                status?: "waiting" | "running" | "asking" | "ended";
                /** @description With any of these deadline lights */
                light?: ("green" | "yellow" | "red" | "paused" | "none")[];
                /** @description A case number, or part of a title */
                q?: string;
                /** @description Instead: what other departments decide in the name of the caller's (委托); to be read and not acted on */
                entrusted?: boolean;
                /** @description newest: by when they came in, the default; activity: the caller's own filings, first what waits for them, then what moved last */
                order?: "newest" | "activity";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseHeadList"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    /** @description The revision, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Case"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    act: {
        parameters: {
            query?: never;
            header: {
                /** @description The revision you saw: the ETag of the last answer */
                "If-Match": string;
                /** @description Yours, once per intended write; repeats give the first answer */
                "Idempotency-Key": string;
            };
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    /** @description The revision, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Case"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    answerAsked: {
        parameters: {
            query?: never;
            header: {
                /** @description The revision you saw: the ETag of the last answer */
                "If-Match": string;
                /** @description Yours, once per intended write; repeats give the first answer */
                "Idempotency-Key": string;
            };
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnswerIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    /** @description The revision, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Case"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getClocks: {
        parameters: {
            query?: {
                /** @description A moment (RFC 3339), or a date for its end; now without it. At most a year ahead, as if running clocks kept running */
                at?: string;
            };
            header?: never;
            path: {
                /** @description Its id or number */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Clocks"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    extendCase: {
        parameters: {
            query?: never;
            header: {
                /** @description The revision you saw: the ETag of the last answer */
                "If-Match": string;
                /** @description Yours, once per intended write; repeats give the first answer */
                "Idempotency-Key": string;
            };
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExtendIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    /** @description The revision, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Case"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    uploadCorrectionFieldFile: {
        parameters: {
            query?: {
                /** @description Of the field in the answers: employer/HD106, member/0/certificate/1/HD213 */
                path?: string;
            };
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["FormDatauploadBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["File"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    handOver: {
        parameters: {
            query?: never;
            header: {
                /** @description The revision you saw: the ETag of the last answer */
                "If-Match": string;
                /** @description Yours, once per intended write; repeats give the first answer */
                "Idempotency-Key": string;
            };
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HandoverIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    /** @description The revision, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Case"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    uploadCorrectionFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
                /** @description A standard material's id */
                material: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["FormDatauploadBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["File"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOfficers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfficerList"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    askOpinion: {
        parameters: {
            query?: never;
            header: {
                /** @description The revision you saw: the ETag of the last answer */
                "If-Match": string;
                /** @description Yours, once per intended write; repeats give the first answer */
                "Idempotency-Key": string;
            };
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    /** @description The revision, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Case"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeOpinion: {
        parameters: {
            query?: never;
            header: {
                /** @description The revision you saw: the ETag of the last answer */
                "If-Match": string;
                /** @description Yours, once per intended write; repeats give the first answer */
                "Idempotency-Key": string;
            };
            path: {
                /** @description Its id, as lists give it */
                id: string;
                /** @description What was asked */
                task: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    /** @description The revision, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Case"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    returnCase: {
        parameters: {
            query?: never;
            header: {
                /** @description The revision you saw: the ETag of the last answer */
                "If-Match": string;
                /** @description Yours, once per intended write; repeats give the first answer */
                "Idempotency-Key": string;
            };
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReturnIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    /** @description The revision, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Case"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    visit: {
        parameters: {
            query?: never;
            header: {
                /** @description The revision you saw: the ETag of the last answer */
                "If-Match": string;
                /** @description Yours, once per intended write; repeats give the first answer */
                "Idempotency-Key": string;
            };
            path: {
                /** @description A case of the filing, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VisitIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    /** @description The revision, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Case"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdraw: {
        parameters: {
            query?: never;
            header: {
                /** @description The revision you saw: the ETag of the last answer */
                "If-Match": string;
                /** @description Yours, once per intended write; repeats give the first answer */
                "Idempotency-Key": string;
            };
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WithdrawIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    /** @description The revision, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Case"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCodeLists: {
        parameters: {
            query?: {
                /** @description Code, name, synonym, pinyin or its initials */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodeListList"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCodeList: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodeList"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCodes: {
        parameters: {
            query?: {
                /** @description Code, name, path or synonym; what begins with it comes first */
                q?: string;
                /** @description Only entries right below this code; without q and parent: the top */
                parent?: string;
                /** @description Entries at most; 0 or absent: 50 */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The list's id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodeEntryList"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dashboard: {
        parameters: {
            query?: {
                /** @description First day; with neither: the last 30 days */
                from?: string;
                /** @description Last day, inclusive */
                to?: string;
                /** @description Of this theme */
                theme?: string;
                /** @description Of any of these departments; absent: of every one the caller may see */
                department?: string[];
                /** @description Of this matter */
                matter?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnalyticsDashboard"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dashboardNeedless: {
        parameters: {
            query?: {
                /** @description First day; with neither: the last 30 days */
                from?: string;
                /** @description Last day, inclusive */
                to?: string;
                /** @description Of this theme */
                theme?: string;
                /** @description Of any of these departments; absent: of every one the caller may see */
                department?: string[];
                /** @description Of this matter */
                matter?: string;
                /** @description Fields or materials */
                kind?: "field" | "material";
                /** @description Path in the form, or standard material id */
                item?: string;
                /** @description That this department asked */
                demander?: string;
                /** @description That this department has */
                source?: string;
                /** @description For this reason */
                reason?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnalyticsNeedlessDetail"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDelegations: {
        parameters: {
            query?: {
                /** @description next of the page before; the first page without */
                cursor?: string;
                /** @description Items a page; 0 or absent: 50 */
                limit?: number;
                /** @description Only those in force or still to come */
                open?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DelegationList"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    nameDeputy: {
        parameters: {
            query?: never;
            header: {
                /** @description Yours, once per intended write; repeats give the first answer */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDelegation"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delegation"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeputies: {
        parameters: {
            query?: {
                /** @description By account; absent: for the caller */
                officer?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deputies"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDelegation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delegation"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endDelegation: {
        parameters: {
            query?: never;
            header: {
                /** @description The revision you saw: the ETag of the last answer */
                "If-Match": string;
                /** @description Yours, once per intended write; repeats give the first answer */
                "Idempotency-Key": string;
            };
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delegation"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replayDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    diff: {
        parameters: {
            query?: {
                /** @description Hash of a release, or id of a version */
                from?: string;
                /** @description Hash of a release, or id of a version */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Difference"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDrafts: {
        parameters: {
            query?: {
                /** @description next of the page before; the first page without */
                cursor?: string;
                /** @description Items a page; 0 or absent: 50 */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftHeadList"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startDraft: {
        parameters: {
            query?: never;
            header: {
                /** @description Yours, once per intended write; repeats give the first answer */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartDraft"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description The revision, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    /** @description The revision, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    saveAnswers: {
        parameters: {
            query?: never;
            header: {
                /** @description The revision you saw: the ETag of the last answer */
                "If-Match": string;
            };
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveAnswers"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    /** @description The revision, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEarlierAnswers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EarlierAnswers"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    useEarlierAnswers: {
        parameters: {
            query?: never;
            header: {
                /** @description The revision you saw: the ETag of the last answer */
                "If-Match": string;
                /** @description Yours, once per intended write; repeats give the first answer */
                "Idempotency-Key": string;
            };
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UseEarlier"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    /** @description The revision, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    uploadFieldFile: {
        parameters: {
            query?: {
                /** @description Of the field in the answers: employer/HD106, member/0/certificate/1/HD213 */
                path?: string;
            };
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["FormDatauploadBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["File"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    uploadFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
                /** @description A standard material's id */
                material: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["FormDatauploadBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["File"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    submitDraft: {
        parameters: {
            query?: never;
            header: {
                /** @description Yours, once per intended write; repeats give the first answer */
                "Idempotency-Key": string;
            };
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDuties: {
        parameters: {
            query?: {
                /** @description next of the page before; the first page without */
                cursor?: string;
                /** @description Items a page; 0 or absent: 50 */
                limit?: number;
                /** @description Of this matter */
                matter?: string;
                /** @description That any of these departments deliver or are asked for */
                department?: string[];
                /** @description That any of these departments need */
                demander?: string[];
                /** @description In any of these states */
                state?: ("proposed" | "returned" | "disputed" | "assigned" | "confirmed" | "withdrawn" | "ended")[];
                /** @description Fields or materials */
                kind?: "field" | "material";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DutyList"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    proposeDuty: {
        parameters: {
            query?: never;
            header: {
                /** @description Yours, once per intended write; repeats give the first answer */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDuty"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Duty"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDutyFile: {
        parameters: {
            query?: {
                /** @description demand: what departments need from whom; duty: what they must deliver to whom */
                list?: "demand" | "duty" | "demand" | "duty";
                /** @description csv is UTF-8 with a byte order mark, as Excel needs it */
                format?: "xlsx" | "csv" | "xlsx" | "csv";
                /** @description Of any of these departments; absent: of every one the caller may see */
                department?: string[];
                /** @description Of this matter */
                matter?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": null | string;
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    proposeDuties: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProposeIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proposed"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDuty: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Duty"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stepDuty: {
        parameters: {
            query?: never;
            header: {
                /** @description The revision you saw: the ETag of the last answer */
                "If-Match": string;
                /** @description Yours, once per intended write; repeats give the first answer */
                "Idempotency-Key": string;
            };
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DutyStep"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Duty"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listElements: {
        parameters: {
            query?: {
                /** @description Code, name, synonym, pinyin or its initials */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ElementList"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getElement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Element"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /** @description next of the last answer; from the beginning without */
                after?: string;
                /** @description Events at most; 0 or absent: 200 */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Events"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": null | string;
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listForms: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FormList"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getForm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Form"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewForm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The form's id, or that of a theme for its merged form */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFormSchema: {
        parameters: {
            query?: {
                /** @description Hash of a release, or id of a version; absent: what is in force */
                release?: string;
            };
            header?: never;
            path: {
                /** @description The form's id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FormSchema"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getIdentity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The account's user name */
                username: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Identity"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verifyIdentity: {
        parameters: {
            query?: never;
            header: {
                /** @description The revision you saw: the ETag of the last answer */
                "If-Match": string;
            };
            path: {
                /** @description The account's user name */
                username: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VerifyIdentity"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Identity"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeIdentity: {
        parameters: {
            query?: never;
            header: {
                /** @description The revision you saw: the ETag of the last answer */
                "If-Match": string;
            };
            path: {
                /** @description The account's user name */
                username: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RevokeIdentity"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Identity"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    impact: {
        parameters: {
            query?: {
                /** @description element, codeList, elementGroup, form, workflow, material, matter, theme … */
                kind?: string;
                /** @description Its id */
                id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Impact"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLights: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LightLegend"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMaterials: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StandardMaterialList"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMatters: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatterList"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMatter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Matter"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    submitMatter: {
        parameters: {
            query?: never;
            header: {
                /** @description Yours, once per intended write; repeats give the first answer */
                "Idempotency-Key": string;
            };
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compareMatter: {
        parameters: {
            query?: {
                /** @description Another matter, as it is in force; absent: the template that the matter names, as its pack was built with */
                with?: string;
            };
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CatalogComparison"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFollowers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FollowerList"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMatterForm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Form"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMatterHistory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatterHistory"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMatterSchema: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FormSchema"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePassword"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMigrations: {
        parameters: {
            query?: {
                /** @description next of the page before; the first page without */
                cursor?: string;
                /** @description Items a page; 0 or absent: 50 */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MigrationList"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startMigration: {
        parameters: {
            query?: never;
            header: {
                /** @description Yours, once per intended write; repeats give the first answer */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MigrationPlan"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Migration"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dryRunMigration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DryRunIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRun"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMigration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MigrationProgress"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMigrationItems: {
        parameters: {
            query?: {
                /** @description Only those that ended so */
                fate?: "moved" | "left" | "restored" | "acted";
                /** @description next of the page before */
                after?: string;
                /** @description Filings a page; 0 or absent: 50 */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MigrationItemList"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    undoMigration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Migration"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOrganisations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganisationList"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    saveOrganisation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveOrganisation"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organisation"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPacks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PackList"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelMatter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The pack's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancelMatter"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description The revision, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionStep"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewCancellation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The pack's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancelMatter"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Restructured"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delegateMatter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The pack's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DelegateMatter"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description The revision, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionStep"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewMatterDelegation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The pack's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DelegateMatter"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Restructured"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDepartments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The pack's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NamedList"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    packHistory: {
        parameters: {
            query?: {
                /** @description seq of the last line seen; from the newest without */
                before?: number;
                /** @description Lines at most; 0 or absent: 50 */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The pack's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryLineList"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    mergeMatters: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The pack's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MergeMatters"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description The revision, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionStep"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewMerge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The pack's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MergeMatters"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Restructured"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retractAct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The pack's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RetractAct"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description The revision, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionStep"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewRetraction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The pack's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RetractAct"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Restructured"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reviewPack: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The pack's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CatalogReview"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    splitMatter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The pack's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SplitMatter"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description The revision, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionStep"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewSplit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The pack's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SplitMatter"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Restructured"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    standardiseMatter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The pack's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StandardiseMatter"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description The revision, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionStep"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewStandardisation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The pack's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StandardiseMatter"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Restructured"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listVersions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The pack's name */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PackVersionList"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPolicies: {
        parameters: {
            query?: {
                /** @description Code, name, synonym, pinyin or its initials */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyList"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    evaluatePolicies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EvaluateIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Evaluation"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Policy"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    register: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Registration"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReleaseFiles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The release's hash */
                hash: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PackFiles"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retireRelease: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The release's hash */
                hash: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RetireIn"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSources: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceList"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createSource: {
        parameters: {
            query?: never;
            header: {
                /** @description Yours, once per intended write; repeats give the first answer */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSource"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeSource: {
        parameters: {
            query?: never;
            header: {
                /** @description The revision you saw: the ETag of the last answer */
                "If-Match": string;
            };
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeSource"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSourceRows: {
        parameters: {
            query?: {
                /** @description next of the page before; the first page without */
                cursor?: string;
                /** @description Items a page; 0 or absent: 50 */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceRowList"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putSourceRows: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutRows"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RowsPut"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSourceRow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
                /** @description Whose row */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listThemes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThemeList"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTheme: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Theme"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCertificate: {
        parameters: {
            query?: {
                /** @description With what source departments in duty deliver instead of the applicant: before, merged, merged and delivered */
                delivered?: boolean;
                /** @description With what really happened to the theme's cases of the last year: measured time to fill in, working days. Left out where the warehouse does not answer */
                real?: boolean;
            };
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CatalogCertificate"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCertificateFile: {
        parameters: {
            query?: {
                /** @description With what source departments in duty deliver instead of the applicant: before, merged, merged and delivered */
                delivered?: boolean;
                /** @description With what really happened to the theme's cases of the last year: measured time to fill in, working days. Left out where the warehouse does not answer */
                real?: boolean;
                /** @description pdf and html are for people, xlsx and json hold every situation */
                format?: "pdf" | "xlsx" | "html" | "json" | "pdf" | "xlsx" | "html" | "json";
            };
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": null | string;
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMergedForm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Form"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getGuide: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CatalogDerivedGuide"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    guide: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GuideIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuideOut"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMergedSchema: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FormSchema"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    simulateTheme: {
        parameters: {
            query?: {
                /** @description Synthetic cases; 2000 without it */
                cases?: number;
                /** @description Filings a calendar day, for what departments have in hand; 10 without it */
                perDay?: number;
                /** @description Which cases; from the names of pack and theme without it */
                seed?: number;
                /** @description measured (without it): steps take as long as in the real cases of the last year, where there were enough; assumed: always as their limits say */
                times?: "measured" | "assumed" | "measured" | "assumed";
                /** @description What is known better of times, decisions, the guide's answers and staff: JSON like {"correct": 0.25, "answer": {"least": 1, "usual": 3, "most": 15}, "steps": {"M02/inspect": {"days": {"median": 2.5, "p90": 7}, "events": {"qualified": 0.7}, "work": 90}}, "shares": {"Q3": {"true": 0.6, "false": 0.4}}, "staff": {"fire-rescue": 2}, "work": 15}, as onematter theme simulate takes it; what it does not name stays */
                assume?: string;
            };
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CatalogSimulation"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenList"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createToken: {
        parameters: {
            query?: never;
            header: {
                /** @description Yours, once per intended write; repeats give the first answer */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewToken"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createVersion: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateVersion"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description The revision, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionStep"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    uploadVersion: {
        parameters: {
            query?: {
                /** @description Hash of the release the pack was made from: the one in force. Absent only while none is in force */
                base?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["FormDatauploadBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description The revision, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionStep"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    /** @description The revision, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PackVersion"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    discardVersion: {
        parameters: {
            query?: never;
            header: {
                /** @description The revision you saw: the ETag of the last answer */
                "If-Match": string;
            };
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approveVersion: {
        parameters: {
            query?: never;
            header: {
                /** @description The revision you saw: the ETag of the last answer */
                "If-Match": string;
            };
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VersionStepIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    /** @description The revision, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionStep"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getVersionFiles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PackFiles"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    saveVersion: {
        parameters: {
            query?: never;
            header: {
                /** @description The revision you saw: the ETag of the last answer */
                "If-Match": string;
            };
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveVersion"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    /** @description The revision, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionStep"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    gateVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GateReport"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    publishVersion: {
        parameters: {
            query?: never;
            header: {
                /** @description The revision you saw: the ETag of the last answer */
                "If-Match": string;
            };
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VersionStepIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    /** @description The revision, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionStep"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    returnVersion: {
        parameters: {
            query?: never;
            header: {
                /** @description The revision you saw: the ETag of the last answer */
                "If-Match": string;
            };
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VersionStepIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    /** @description The revision, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionStep"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    simulateVersion: {
        parameters: {
            query?: {
                /** @description Of the version; its first without it */
                theme?: string;
                /** @description Synthetic cases; 2000 without it */
                cases?: number;
                /** @description Filings a calendar day, for what departments have in hand; 10 without it */
                perDay?: number;
                /** @description Which cases; from the names of pack and theme without it */
                seed?: number;
                /** @description measured (without it): steps take as long as in the real cases of the last year, where there were enough; assumed: always as their limits say */
                times?: "measured" | "assumed" | "measured" | "assumed";
                /** @description What is known better of times, decisions, the guide's answers and staff: JSON like {"correct": 0.25, "answer": {"least": 1, "usual": 3, "most": 15}, "steps": {"M02/inspect": {"days": {"median": 2.5, "p90": 7}, "events": {"qualified": 0.7}, "work": 90}}, "shares": {"Q3": {"true": 0.6, "false": 0.4}}, "staff": {"fire-rescue": 2}, "work": 15}, as onematter theme simulate takes it; what it does not name stays */
                assume?: string;
            };
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionSimulation"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    submitVersion: {
        parameters: {
            query?: never;
            header: {
                /** @description The revision you saw: the ETag of the last answer */
                "If-Match": string;
            };
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VersionStepIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    /** @description The revision, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionStep"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookList"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header: {
                /** @description Yours, once per intended write; repeats give the first answer */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewWebhook"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeWebhook"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                /** @description next of the page before; the first page without */
                cursor?: string;
                /** @description Items a page; 0 or absent: 50 */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryList"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replayEvents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, as lists give it */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replayed"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    worklist: {
        parameters: {
            query?: {
                /** @description next of the page before; the first page without */
                cursor?: string;
                /** @description Items a page; 0 or absent: 50 */
                limit?: number;
                /** @description Of this theme */
                theme?: string;
                /** @description Of this matter */
                matter?: string;
                /** @description Of any of these departments, as far as they are the caller's */
                department?: string[];
                /** @description waiting for another matter's result, running, asking the citizen, or ended */
                status?: "waiting" | "running" | "asking" | "ended";
                /** @description With any of these deadline lights */
                light?: ("green" | "yellow" | "red" | "paused" | "none")[];
                /** @description A case number, or part of a title */
                q?: string;
                /** @description In whose hand the work is */
                held?: "mine" | "unclaimed" | "others";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Worklist"];
                };
            };
            /** @description A refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
