namespace SsprPortal.Core.Verification.Phones;

/// <summary>What a number is for, as its country's numbering plan has it.</summary>
public enum PhoneType
{
    /// <summary>A line in a place.</summary>
    FixedLine,

    /// <summary>A mobile phone.</summary>
    Mobile,

    /// <summary>One of the two: the plan does not tell them apart (North America).</summary>
    FixedLineOrMobile,

    /// <summary>Free for the caller.</summary>
    TollFree,

    /// <summary>The caller pays more than for the call; whoever owns it earns by it.</summary>
    Premium,

    /// <summary>Caller and owner share what the call costs.</summary>
    SharedCost,

    /// <summary>Over the internet.</summary>
    Voip,

    /// <summary>Follows a person from phone to phone.</summary>
    Personal,

    /// <summary>A pager.</summary>
    Pager,

    /// <summary>One number for all places of a company.</summary>
    Company,

    /// <summary>Somebody's voicemail.</summary>
    Voicemail,
}
