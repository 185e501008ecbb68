using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using SsprPortal.Core.Api;
using SsprPortal.Core.Transactions;
using SsprPortal.Web.Hosting;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace SsprPortal.Web.Features.Api;

/// <summary>What a write of the API ended with.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Value">What is answered; null for nothing.</param>
/// <param name="ETag">The version of what was written.</param>
internal sealed record ApiOutcome(int Status, object? Value = null, string? ETag = null);

/// <summary>
/// What all writes have in common: JSON that is exactly what is asked for, and, with an <c>Idempotency-Key</c>, one effect and one answer
/// however often it is sent.
/// </summary>
internal sealed class ApiWrites(IApiReplies replies, ITransaction transaction, IOptions<JsonOptions> options)
{
    private const string IdempotencyKey = "Idempotency-Key";
    private const int MaxKey = 255;

    private JsonSerializerOptions Json => options.Value.SerializerOptions;

    public async Task<IResult> RunAsync<T>(HttpContext context, Func<T, Task<ApiOutcome>> write)
        where T : class
    {
        var cancellation = context.RequestAborted;
        if (await ReadAsync(context.Request) is not { } body)
            return Answer(context, StatusCodes.Status413PayloadTooLarge);
        T? value;
        try
        {
            value = JsonSerializer.Deserialize<T>(body, Json);
        }
        catch (JsonException exception)
        {
            return Answer(context, StatusCodes.Status400BadRequest, $"The body is not what is asked for, at {exception.Path ?? "$"}, line {(exception.LineNumber ?? 0) + 1}.");
        }

        if (value is null)
            return Answer(context, StatusCodes.Status400BadRequest, "The body is null.");
        if (!context.Request.Headers.TryGetValue(IdempotencyKey, out var keys))
            return new ApiAnswer(await WriteAsync(write, value, null, cancellation) ?? throw new InvalidOperationException("Nothing was leased."));
        if (keys.ToString() is not { Length: > 0 and <= MaxKey } key)
            return Answer(context, StatusCodes.Status400BadRequest, $"{IdempotencyKey} has 1 to {MaxKey} characters.");

        var lease = Guid.NewGuid();
        if (await replies.TakeAsync(ApiKeyHandler.Actor(context.User).Id, key, Hash(context.Request, body), lease, cancellation) is { } known)
        {
            return !known.IsSame ? Answer(context, StatusCodes.Status422UnprocessableEntity, $"This {IdempotencyKey} was used for another request.")
                : known.Reply is { } before ? new ApiAnswer(before)
                : Answer(context, StatusCodes.Status409Conflict, "The same request is being worked on.");
        }

        try
        {
            return await WriteAsync(write, value, lease, cancellation) is { } reply ? new ApiAnswer(reply) : Answer(context, StatusCodes.Status409Conflict, "The same request is being worked on.");
        }
        finally
        {
            // Nothing to forget once it is kept.
            await replies.ForgetAsync(lease, CancellationToken.None);
        }
    }

    // What is written, and that it was, is one transaction: whoever lost the lease meanwhile writes nothing, and null is answered. What is
    // refused is rolled back, and the refusal kept.
    private async Task<ApiReply?> WriteAsync<T>(Func<T, Task<ApiOutcome>> write, T value, Guid? lease, CancellationToken cancellationToken)
    {
        ApiReply? reply = null;
        var written = await transaction.TryAsync(
            async () =>
            {
                reply = null;
                if (lease is { } held && !await replies.TryHoldAsync(held, cancellationToken))
                    return false;
                reply = Reply(await write(value));
                if (reply.Status >= StatusCodes.Status400BadRequest)
                    return false;
                if (lease is { } own)
                    await replies.KeepAsync(own, reply, cancellationToken);
                return true;
            },
            cancellationToken);
        if (!written && reply is not null && lease is { } refused)
            await replies.KeepAsync(refused, reply, CancellationToken.None);
        return reply;
    }

    public ApiReply Reply(ApiOutcome outcome) => new(outcome.Status, outcome.Value is { } value ? JsonSerializer.Serialize(value, value.GetType(), Json) : null, outcome.ETag);

    private ApiAnswer Answer(HttpContext context, int status, string? detail = null) => new(Reply(new(status, context.Problem(status, detail))));

    // Null when there is more than any body may have.
    private static async Task<byte[]?> ReadAsync(HttpRequest request)
    {
        var buffer = new byte[FormGuard.MaxBody + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, request.HttpContext.RequestAborted);
        return length > FormGuard.MaxBody ? null : buffer[..length];
    }

    private static byte[] Hash(HttpRequest request, byte[] body)
    {
        var asked = new ArrayBufferWriter<byte>();
        asked.Write(Encoding.UTF8.GetBytes($"{request.Method} {request.Path} {request.Headers.IfMatch}\n"));
        asked.Write(body);
        return SHA256.HashData(asked.WrittenSpan);
    }
}

/// <summary>Sends an answer, for the first time or again.</summary>
internal sealed class ApiAnswer(ApiReply reply) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = reply.Status;
        if (reply.ETag is { } tag)
            httpContext.Response.Headers.ETag = tag;
        if (reply.Body is not { } body)
            return Task.CompletedTask;
        httpContext.Response.ContentType = reply.Status >= StatusCodes.Status400BadRequest ? ApiProblems.ContentType : "application/json; charset=utf-8";
        return httpContext.Response.WriteAsync(body, httpContext.RequestAborted);
    }
}
